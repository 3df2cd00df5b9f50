"""How long a patent can last, and whether what is known of it leaves a right. Values in, answers out."""

from datetime import date

from huoshui_core.reference.fees import term_years

DESIGN_TERM_CHANGED = date(2021, 6, 1)
NOT_IN_FORCE = frozenset({"ended", "refused", "pending"})


def expires_on(kind: str, stage: str, filing_date: date | None) -> date | None:
    """End of the longest term, for granted rights whose filing date is known.

    专利法 §42: 20, 10 and 15 years from the filing date; designs filed before 2021-06-01 keep 10.
    实施细则 §5: the corresponding day of the last month, else its last day.
    """
    if stage != "granted" or filing_date is None:
        return None
    years = 10 if kind == "design" and filing_date < DESIGN_TERM_CHANGED else _term(kind)
    try:
        return filing_date.replace(year=filing_date.year + years)
    except ValueError:
        return filing_date.replace(year=filing_date.year + years, day=28)


def is_in_force(stage: str, legal_status: str, expires: date | None, today: date) -> bool | None:
    """None where nobody stated it and the term does not decide it."""
    if stage != "granted" or legal_status in NOT_IN_FORCE or (expires is not None and expires <= today):
        return False
    return True if legal_status else None


def _term(kind: str) -> int:
    match kind:
        case "invention" | "utility" | "design":
            return term_years(kind)
    raise ValueError(f"no such kind of patent: {kind}")
