"""Prefill for the inventory dossier: suggestions drawn from title, abstract and IPC, each with where it came from."""

from collections.abc import Sequence

from huoshui_core.hints.industries import industry_hints
from huoshui_core.hints.keywords import keywords
from huoshui_core.hints.maturity import maturity_hint
from huoshui_core.hints.model import Hints, IndustryHint, MaturityHint, TextHint
from huoshui_core.hints.scenes import scene_hints

__all__ = ["Hints", "IndustryHint", "MaturityHint", "TextHint", "hints_for"]


def hints_for(title: str, abstract: str, ipc: Sequence[str]) -> Hints:
    """Suggestions only: the same text always gives the same answer, and every hint shows what it came from."""
    industries = industry_hints(title, abstract, ipc)
    return Hints(
        industries=industries,
        scenes=scene_hints(title, abstract, industries),
        maturity=maturity_hint(abstract),
        keywords=keywords(title, abstract),
    )
