"""Matching: which enterprise for which patent, exactly, with reasons that add up. Texts in, ranked lists out."""

from huoshui_core.matching.index import Work
from huoshui_core.matching.matcher import Matcher, TooMuchWork
from huoshui_core.matching.model import BadModel, Model, load_model, model_from_json, model_versions
from huoshui_core.matching.storing import StaleIndex, open_index, save
from huoshui_core.matching.types import (
    TOLERANCE,
    EnterpriseText,
    Explanation,
    Lists,
    Part,
    PatentText,
    Ranking,
)

__all__ = [
    "TOLERANCE",
    "BadModel",
    "EnterpriseText",
    "Explanation",
    "Lists",
    "Matcher",
    "Model",
    "Part",
    "PatentText",
    "Ranking",
    "StaleIndex",
    "TooMuchWork",
    "Work",
    "load_model",
    "model_from_json",
    "model_versions",
    "open_index",
    "save",
]
