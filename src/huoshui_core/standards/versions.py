"""What a record of an earlier version of a standard is in the next one: pure, a step at a time."""

from collections.abc import Callable, Mapping

from huoshui_core.standards.clean import CleanValue
from huoshui_core.standards.model import Dataset

Record = dict[str, CleanValue]
ADDED_TO_PATENTS = ("claims", "agency", "agents", "family", "priority")


def v1_to_v2(record: Mapping[str, CleanValue]) -> Record:
    """A patent: nothing of the first version changes; what the second asks besides is not known of it."""
    return {**record, **dict.fromkeys(ADDED_TO_PATENTS)}


STEPS: dict[str, dict[int, Callable[[Mapping[str, CleanValue]], Record]]] = {"patent": {1: v1_to_v2}}


def upgraded(dataset: Dataset, version: int, record: Mapping[str, CleanValue]) -> Record:
    """The record in the dataset's own version. LookupError when no way leads there."""
    current = dict(record)
    for step in range(version, dataset.version):
        current = STEPS[dataset.name][step](current)
    return current


def is_readable(dataset: Dataset, version: object) -> bool:
    """Whether a filled template of that version can be taken: the same one, or an earlier one with a way up."""
    if version == dataset.version:
        return True
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version < dataset.version:
        return False
    return all(step in STEPS.get(dataset.name, {}) for step in range(version, dataset.version))
