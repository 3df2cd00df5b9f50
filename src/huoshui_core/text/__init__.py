"""Chinese text as the node compares it: one normal form, one segmentation, one key for names of organisations."""

from huoshui_core.text.names import organisation_key
from huoshui_core.text.normalising import normalise
from huoshui_core.text.segmentation import bigrams, cut, fragments, segment, segmentation_version, terms

__all__ = ["bigrams", "cut", "fragments", "normalise", "organisation_key", "segment", "segmentation_version", "terms"]
