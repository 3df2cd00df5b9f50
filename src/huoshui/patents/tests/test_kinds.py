from hypothesis import given
from hypothesis import strategies as st

from huoshui.patents.loading.kinds import Kinds
from huoshui_core.standards import Problem

PROBLEMS = st.builds(
    Problem,
    file=st.just("a.csv"),
    line=st.integers(1, 50),
    column=st.sampled_from(["申请日", "标题"]),
    value=st.just(""),
    message=st.just("必填"),
    code=st.sampled_from(["required", "date"]),
)


@given(st.lists(PROBLEMS), st.lists(PROBLEMS))
def test_every_problem_counts_once_under_the_first_of_its_kind(before: list[Problem], after: list[Problem]) -> None:
    kinds = Kinds()
    kinds.add(before)
    kinds = Kinds(kinds.as_json())  # kept with the run, and gone on with by the load
    kinds.add(after)
    told, everything = kinds.as_json(), before + after
    assert sum(one["count"] for one in told) == len(everything)
    assert [one["count"] for one in told] == sorted((one["count"] for one in told), reverse=True)
    for one in told:
        alike = [each.line for each in everything if (each.column, each.code) == (one["column"], one["code"])]
        assert (one["line"], one["count"]) == (min(alike), len(alike))


def test_each_file_of_a_package_begins_at_its_first_line() -> None:
    kinds = Kinds()
    kinds.add([Problem(name, line, "标题", "", "必填", "required") for name, line in (("a.xml", 9), ("b.xml", 1))])
    [told] = kinds.as_json()
    assert (told["file"], told["line"], told["count"]) == ("a.xml", 9, 2)
