"""What the invented region consists of. Records are plain dictionaries in the shape of the data standards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Record = Mapping[str, Any]
Role = Literal[
    "national", "bureau", "line", "office", "secretary", "inventor", "enterprise", "expert", "agency",
    "system_admin", "security_admin", "audit_admin",
]  # fmt: skip
StoryState = Literal[
    "unopened", "draft", "college_review", "college_returned", "school_review", "school_returned", "accepted"
]


@dataclass(frozen=True)
class Bureau:
    """A department. `region` is 0 for the national one; `line` a code of `huoshui_core.reference.LINES`."""

    key: str
    name: str
    region: int
    line: str
    role: Role


@dataclass(frozen=True)
class Intermediary:
    """An agency, bank, insurer, investor or association: `kind` is one of these."""

    key: str
    name: str
    region: int
    kind: str


@dataclass(frozen=True)
class College:
    key: str
    name: str
    fields: tuple[str, ...]
    inventors: tuple[str, ...]


@dataclass(frozen=True)
class Institution:
    """`record` is in the shape of the standard `institution`. `progress` is the accepted share of its inventory.

    Universities review twice, by college and by school; institutes and hospitals once.
    """

    key: str
    record: Record
    region: int
    line: str
    kind: str
    share: float
    progress: float
    colleges: tuple[College, ...]

    @property
    def name(self) -> str:
        return str(self.record["name"])

    @property
    def two_step_review(self) -> bool:
        return self.kind == "university"


@dataclass(frozen=True)
class Person:
    """Somebody who signs in. `organisation`: key of a department or institution, or credit code of an enterprise."""

    username: str
    name: str
    role: Role
    organisation: str
    college: str = ""


@dataclass(frozen=True)
class Story:
    """How far a dossier has come. `dossier` holds what was filled in; `remark` why it was returned."""

    state: StoryState
    in_scope: bool
    dossier: Record | None
    remark: str = ""

    @property
    def willing(self) -> bool:
        return bool(self.dossier and self.dossier.get("willingness"))


@dataclass(frozen=True)
class DemonstrationPatent:
    """`record` is in the shape of the standard `patent`; institution and college are keys."""

    record: Record
    institution: str
    college: str
    field: str
    scene: str
    responsible: str
    story: Story


@dataclass(frozen=True)
class DemonstrationEnterprise:
    """`record` is in the shape of the standard `enterprise`. `fit` says how well it suits the patents of the region."""

    record: Record
    fields: tuple[str, ...]
    fit: Literal["strong", "mixed", "unrelated"]
