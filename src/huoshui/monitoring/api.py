"""Progress for programs."""

from typing import Any

from ninja import Router, Schema

from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.request import Request
from huoshui.monitoring import queries
from huoshui.monitoring.indicators import INDICATORS

router = Router(tags=["指标与通报"])


class IndicatorOut(Schema):
    name: str
    label: str
    unit: str
    formula: str
    source: str


class InstitutionOut(Schema):
    org_id: int
    name: str
    institution_type: str
    region: int
    values: dict[str, float]


class ProgressOut(Schema):
    as_of: str
    indicators: list[IndicatorOut]
    institutions: list[InstitutionOut]


@router.get("/progress", response=ProgressOut, summary="各单位盘点进展")
def progress(request: Request, line: int = 0, institution_type: str = "") -> dict[str, Any]:
    require(request.actor, "monitoring.view")
    rows = queries.standings(request.actor, line=line, institution_type=institution_type)
    return {
        "as_of": clock.today().isoformat(),
        "indicators": INDICATORS,
        "institutions": [
            {
                "org_id": one.org_id,
                "name": one.name,
                "institution_type": one.institution_type,
                "region": one.region,
                "values": {indicator.name: indicator.value(one) for indicator in INDICATORS},
            }
            for one in rows
        ],
    }
