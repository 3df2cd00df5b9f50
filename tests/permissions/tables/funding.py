"""Routes of funding."""

from datetime import date

from huoshui.funding import actions, details, noting, queries
from huoshui.funding.models import Project, Reason
from huoshui.funding.rules import ProjectFacts
from huoshui.kernel.actor import Actor
from huoshui.kernel.tenancy import scope
from tests.permissions.route import Route, shown
from tests.permissions.things import Props

PAGES = {
    "funding": Route("funding.view"),
    "funding-sheet": Route("funding.import"),
    "funding-template": Route("funding.import"),
    "funding-report": Route("funding.report"),
    "funding-patent": Route("funding.view"),
    "funding-declare": Route("funding.declare", method="post", body={"is_funded": "true"}),
    "funding-withdraw": Route("funding.declare", method="post"),
    "funding-add-project": Route("funding.declare", method="post", body={"project_no": "示例-2"}),
    "funding-remove-project": Route("funding.declare", method="post"),
    "funding-give-reason": Route("funding.give_reason", method="post", body={"text": "尚无企业对接"}),
    "funding-take-back-reason": Route("funding.give_reason", method="post"),
}
OBJECTS = {
    "funding-patent": "patent_id",
    "funding-declare": "patent_id",
    "funding-withdraw": "declared_patent_id",
    "funding-add-project": "declared_patent_id",
    "funding-remove-project": ("declared_patent_id", "project_id"),
    "funding-give-reason": "declared_patent_id",
    "funding-take-back-reason": ("declared_patent_id", "reason_id"),
}
API = {
    "GET /funding/": Route("funding.view"),
    "GET /funding/{patent_id}": Route("funding.view"),
    "PUT /funding/{patent_id}": Route("funding.declare", method="put", body={"is_funded": True}),
    "POST /funding/sheets": Route("funding.import", method="post", upload=True),
}
NAMES = {"lake_university": "只给本单位看的项目甲", "hill_university": "只给本单位看的项目乙"}


def _projects(actor: Actor, props: Props) -> None:
    with scope(props.world.operator):
        row = queries.declaration_in_view(props.world.operator, int(props.of("declared_patent_id")[0].id))
        shown(details.patent_context(actor, row)["projects"])


ACTIONS = {
    "funding.read_projects": _projects,
    "funding.note": lambda actor, props: noting.note_patents(actor, patent_ids=[]),
}


def put_on_stage(props: Props) -> None:
    """Two institutions have declared a patent with its project and a reason, which are read inside alone."""
    for org, words in NAMES.items():
        thing = next(one for one in props.of("patent_id") if one.org == org)
        who = props.world.actor("office" if org == "lake_university" else "other_office")
        project = ProjectFacts(project_no=f"示例-{org}", project_name=words)
        actions.declare(
            who,
            patent_id=int(thing.id),
            is_funded=True,
            declared_on=date(2024, 3, 1),
            declared_projects=[project],
        )
        actions.give_reason(who, patent_id=int(thing.id), text=f"理由：{words}")
        named = tuple(thing.named)
        props.put("declared_patent_id", thing.id, org=org, named=named)
        props.put("project_id", Project.objects.get(project_name=words).pk, org=org, named=named)
        props.put("reason_id", Reason.objects.get(text__contains=words).pk, org=org, named=named)
        props.mark(words, org=org, seen_by="funding.read_projects", shown_on="funding-patent", named=named)
