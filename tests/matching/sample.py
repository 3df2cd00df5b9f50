"""A small invented market, the same every time."""

from dataclasses import replace

from huoshui_core.matching import EnterpriseText, Model, PatentText, load_model

PATENTS = (
    PatentText("CN1A", "一种光伏逆变器的并网控制方法", "", ("H02J3/38", "H02M7/48"), "湖南省", "长沙市"),
    PatentText("CN2A", "锂电池隔膜的制备方法", "涂布陶瓷浆料。", ("H01M2/16",), "湖南省", "株洲市"),
    PatentText("CN3A", "水稻插秧机的行距调节装置", "", ("A01C11/02",)),
    PatentText("CN4S", "台灯", "", ("26-05",)),
    PatentText("CN5A", "", "", ()),
    PatentText("CN6A", "光伏组件清洗机器人", "", ("H02S40/10",), "山西省", "太原市"),
)
ENTERPRISES = (
    EnterpriseText(
        "阳明新能源", ("光伏逆变器", "储能变流器的并网控制"), {"H02J3/38": 3.0, "H02M": 2.0}, "湖南省", "长沙市"
    ),
    EnterpriseText("洞庭电池", ("锂电池", "隔膜涂布设备"), {"H01M": 5.0}, "湖南省", "株洲市"),
    EnterpriseText("汾河农机", ("插秧机", "收割机"), {"A01C": 2.0, "A01D": 1.0}, "山西省", "太原市"),
    EnterpriseText("空白公司"),
    EnterpriseText(
        "阳明新能源二", ("光伏逆变器", "储能变流器的并网控制"), {"H02J3/38": 3.0, "H02M": 2.0}, "湖南省", "长沙市"
    ),
)


def model(**changes: object) -> Model:
    return replace(load_model(), **changes)


def with_place() -> Model:
    base = load_model()
    weights = {**base.weights, "same_province": 0.005, "same_city": 0.01, "standing": 0.004}
    return replace(base, weights=weights)
