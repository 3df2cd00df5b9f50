"""Numbers and symbols: each function takes what a person wrote and gives the canonical text, or refuses."""

from huoshui_core.standards.identifiers.classification import class_symbol, ipc_symbol, is_locarno, locarno_class
from huoshui_core.standards.identifiers.credit_code import check_character, credit_code
from huoshui_core.standards.identifiers.day import FIRST_DAY, day
from huoshui_core.standards.identifiers.fold import fold
from huoshui_core.standards.identifiers.patent_number import (
    application_number,
    check_digit,
    kind_of_application,
    patent_number,
)
from huoshui_core.standards.identifiers.phone import phone
from huoshui_core.standards.identifiers.place import region_code
from huoshui_core.standards.identifiers.publication_number import (
    is_correction,
    kind_of_publication,
    publication_number,
    stage_of_publication,
)

__all__ = [
    "FIRST_DAY",
    "application_number",
    "check_character",
    "check_digit",
    "class_symbol",
    "credit_code",
    "day",
    "fold",
    "ipc_symbol",
    "is_correction",
    "is_locarno",
    "kind_of_application",
    "kind_of_publication",
    "locarno_class",
    "patent_number",
    "phone",
    "publication_number",
    "region_code",
    "stage_of_publication",
]
