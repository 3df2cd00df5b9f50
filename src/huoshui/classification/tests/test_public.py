from pathlib import Path

from tests.world import World

from huoshui.classification import public
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.tests.files import GRANT, csv_file


def test_a_patent_answers_with_codes_for_every_facet(world: World, tmp_path: Path) -> None:
    path = csv_file(tmp_path, GRANT)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    with scope(world.operator):
        [card] = patents.iterate_cards()
        values = public.facet_values(card)
        assert values == {"industry": ["38", "26"], "sei": ["5.2"], "wipo": ["1"], "intensive": []}
        assert public.facet_label("sei", "5.2") == "新能源汽车装置、配件制造"
        assert public.attribute_cards([card])[card.id] == public.classify(card.classes, card.main_class)
