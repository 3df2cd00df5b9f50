"""Evaluations by enterprises: of accepted and willing patents, by enterprises of the same field."""

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from huoshui_core.demonstration.draw import source, weighted
from huoshui_core.demonstration.grammar import fill
from huoshui_core.demonstration.model import DemonstrationEnterprise, DemonstrationPatent
from huoshui_core.demonstration.settings import calibration, words

_PROSPECTS = {"high": 0.18, "fair": 0.37, "medium": 0.32, "low": 0.13}
_COOPERATION = {"licence": 0.4, "joint_development": 0.35, "commissioned": 0.2, "assignment": 0.15, "equity": 0.08}
_BY_EXPERT = 0.2


def evaluations(
    seed: int, patents: Iterable[DemonstrationPatent], enterprises: Sequence[DemonstrationEnterprise]
) -> Iterator[dict[str, Any]]:
    """Records of the standard `evaluation`, none, one or two for each patent."""
    by_field: dict[str, list[DemonstrationEnterprise]] = {}
    for enterprise in enterprises:
        for field in enterprise.fields:
            by_field.setdefault(field, []).append(enterprise)
    for patent in patents:
        rng = source(seed, "evaluation", patent.record["application_no"])
        candidates = by_field.get(patent.field, [])
        if not (patent.story.state == "accepted" and patent.story.willing and candidates):
            continue
        if rng.random() < calibration("evaluated"):
            for enterprise in rng.sample(candidates, min(len(candidates), rng.choice((1, 1, 2)))):
                yield _evaluation(rng, patent, enterprise)


def _evaluation(rng: random.Random, patent: DemonstrationPatent, enterprise: DemonstrationEnterprise) -> dict[str, Any]:
    prospect = weighted(rng, _PROSPECTS)
    wanted = tuple(mode for mode, share in _COOPERATION.items() if rng.random() < share)
    interested = prospect in ("high", "fair")
    return {
        "publication_no": patent.record["publication_no"],
        "application_no": patent.record["application_no"],
        "enterprise": enterprise.record["name"],
        "uscc": enterprise.record["uscc"],
        "mode": "expert" if rng.random() < _BY_EXPERT else "self",
        "prospect": prospect,
        "improvement": fill(rng.choice(words("improvements")), rng, {}),
        "cooperation": (wanted or ("licence",)) if interested else ("none",),
        "comment": rng.choice(words("comments")) if rng.random() < 0.5 else None,
    }
