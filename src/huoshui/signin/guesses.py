"""How often one may guess. What a guess costs is taken before it is looked at, so that fifty at once are five.

Nothing here knows whether the name exists: a name that does not is counted, refused and answered in the same way.
"""

import ipaddress
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from huoshui.kernel.budget import Allowance, give_back, return_one, spend, take

MINUTES, HOUR, DAY = 15 * 60, 3_600, 86_400
PAIR = Allowance("signin.pair", 5, MINUTES)  # a name from an address
DEVICE = Allowance("signin.device", 5, MINUTES)  # a name from a browser its person has used
ADDRESS = Allowance("signin.address", 300, HOUR)  # wide: a campus may stand behind one address
ACCOUNT = Allowance("signin.account", 30, DAY)  # a name from all unknown browsers; beyond it the account is guarded
CODE = Allowance("signin.code", 5, MINUTES)  # a person's code from one browser, once the password was right
CODE_ACCOUNT = Allowance("signin.code_account", 20, DAY)  # … from all unknown browsers
WITH_CODE = Allowance("signin.with_code", 10, DAY)  # a guarded name, one password, different codes
CONFIRM = Allowance("signin.confirm", 5, MINUTES)  # somebody at an open session who may not be its person
TOO_OFTEN = "尝试次数过多，请过几分钟再试"


def address_of(request: HttpRequest) -> str:
    """An IPv6 subscriber has a whole /64."""
    raw: str = getattr(request, "client_address", "") or request.META.get("REMOTE_ADDR", "") or ""
    try:
        address = ipaddress.ip_address(raw)
    except ValueError:
        return raw
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)


@dataclass(frozen=True, slots=True)
class Guess:
    """One password typed for one name. `device` is the known browser's digest, or empty."""

    name: str
    address: str
    device: str = ""

    def take(self) -> bool:
        """False: the account is guarded and this browser unknown. Raises TooMany. A known browser answers for itself
        alone: no flood from elsewhere, nor from the same address, keeps its person out."""
        if self.device:
            spend(DEVICE, self.device, message=TOO_OFTEN)
            return True
        spend(ADDRESS, self.address, message=TOO_OFTEN)
        spend(PAIR, self._pair, message=TOO_OFTEN)
        return take(ACCOUNT, self._name)

    def take_with_code(self, password: str) -> None:
        """A guarded name may be tried with a code as well; of one password so and so many codes a day. Who does not
        know the password so can't use up the codes of its person. The key costs as much as checking the password."""
        salt = salted_hmac("signin.with_code", self._name, algorithm="sha256").hexdigest()[:22]
        spend(WITH_CODE, f"{self._name}|{make_password(password, salt=salt)}", message=TOO_OFTEN)

    def was_right(self) -> None:
        """The spent comes back: all of this browser's, of what it shares with others only its own."""
        if self.device:
            give_back(DEVICE, self.device)
            return
        give_back(PAIR, self._pair)
        return_one(ADDRESS, self.address)
        return_one(ACCOUNT, self._name)

    def is_guarded(self) -> bool:
        """For telling the person, who came by a known browser, that others try."""
        if is_free := take(ACCOUNT, self._name):
            return_one(ACCOUNT, self._name)
        return not is_free

    @property
    def _name(self) -> str:
        return self.name.strip().casefold()

    @property
    def _pair(self) -> str:
        return f"{self._name}|{self.address}"


@dataclass(frozen=True, slots=True)
class CodeGuess:
    """One code after a right password."""

    user_id: int
    address: str
    device: str = ""

    def take(self) -> None:
        """Raises TooMany."""
        spend(CODE, self._browser, message=TOO_OFTEN)
        if not self.device:
            spend(CODE_ACCOUNT, str(self.user_id), message="验证码输错次数过多，请改用通行密钥，或用登录过的浏览器登录")

    def was_right(self) -> None:
        give_back(CODE, self._browser)
        if not self.device:
            return_one(CODE_ACCOUNT, str(self.user_id))

    @property
    def _browser(self) -> str:
        return self.device or f"{self.user_id}|{self.address}"


def forgive(username: str) -> None:
    """After a reset: the account starts afresh."""
    give_back(ACCOUNT, username.strip().casefold())
