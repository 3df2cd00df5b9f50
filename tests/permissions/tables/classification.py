"""Routes of classification."""

from pathlib import Path
from tempfile import TemporaryDirectory

from huoshui.classification import actions
from tests.permissions.principals import PRINCIPALS
from tests.permissions.route import Route
from tests.permissions.things import Props

PAGES = {
    "industry-figures": Route("classification.view_figures"),
    "reference-tables": Route("classification.view_tables"),
    "reference-table": Route("classification.view_tables"),
    "reference-switch": Route("classification.switch", method="post", body={"table": "sei", "edition": "0"}),
}
OBJECTS = {"reference-table": "edition_id"}
API = {
    "GET /classification/patents/{patent_id}": Route("classification.view"),
    "POST /classification/attributions": Route("classification.view", method="post", body={"classes": ["H01M10/05"]}),
    "GET /classification/figures": Route("classification.view_figures"),
    "GET /classification/tables": Route("classification.view_tables"),
}
ACTIONS = {
    "classification.load": lambda actor, props: actions.load_table(actor, path=Path("/dev/null"), file_name="none.csv"),
    "classification.count": lambda actor, props: actions.count_anew(actor, org_ids=[]),
}


def put_on_stage(props: Props) -> None:
    """A national table is everybody's."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "sei.csv")
        path.write_text("代码,名称\n1,新一代信息技术产业\n1.1,下一代信息网络产业\n", "utf-8")
        loaded = actions.load_table(props.world.operator, path=path, file_name=path.name)
    props.put("edition_id", loaded.edition_id, org="nation", only=tuple(PRINCIPALS))
