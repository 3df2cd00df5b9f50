from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeeReductionSet:
    """An institution said whether it has a reduction on record: all its fees are worked out again."""

    org_id: int


@dataclass(frozen=True, slots=True)
class DropIntended:
    """A unit means to let these patents go; their inventors may have something to say."""

    patent_ids: list[int]
