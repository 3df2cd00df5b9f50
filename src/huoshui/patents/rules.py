"""How long the right can last, whether it still is one, which line supervises its owner. Values in, answers out."""

from datetime import date

from huoshui_core.reference import line, term_years

LINE_OF = {"university": "education", "institute": "science", "hospital": "health"}
DESIGN_TERM_CHANGED = date(2021, 6, 1)
NOT_IN_FORCE = frozenset({"ended", "refused", "pending"})


def line_number(name: str, kind: str) -> int:
    """The supervising line an institution is opened in until somebody states another."""
    if name.startswith("中国科学院"):
        return line("academy").number
    return line(LINE_OF[kind]).number


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


def _term(kind: str) -> int:
    match kind:
        case "invention" | "utility" | "design":
            return term_years(kind)
    raise ValueError(f"no such kind of patent: {kind}")


def is_in_force(stage: str, legal_status: str, expires: date | None, today: date) -> bool | None:
    """None where the load did not say and the term does not decide it."""
    if stage != "granted" or legal_status in NOT_IN_FORCE or (expires is not None and expires <= today):
        return False
    return True if legal_status else None
