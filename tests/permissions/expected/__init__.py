"""Which roles may do what, restated by hand in one text per room from the table of who may read and write.

Never drawn from the code: the code is compared with it. A line is a permission and its roles; `*` after the
permission asks for a confirmed identity. `anyone` is everybody with a role, `all` visitors and the node too.
"""

from pathlib import Path

ANYONE = frozenset(
    {"national", "bureau", "line", "office", "secretary", "inventor", "enterprise", "expert", "agency", "agent"}
    | {"system_admin", "security_admin", "audit_admin", "breakglass"}
)
WORDS = {"anyone": ANYONE, "all": ANYONE | {"manager", "operator", "visitor"}}


def _read() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    roles: dict[str, frozenset[str]] = {}
    confirmed = set()
    for path in sorted(Path(__file__).parent.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            words = line.split("#")[0].split()
            if not words:
                continue
            name = words[0].removesuffix("*")
            assert name.startswith(f"{path.stem}."), f"{name} stands in {path.name}"
            assert name not in roles, f"{name} is stated twice"
            roles[name] = frozenset().union(*(WORDS.get(word, {word}) for word in words[1:]))
            if words[0].endswith("*"):
                confirmed.add(name)
    return roles, frozenset(confirmed)


ROLES_OF, CONFIRMED = _read()
