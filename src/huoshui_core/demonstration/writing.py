"""Titles, abstracts and first claims of invented patents: field, problem, means, effect, as real ones are written."""

import random
import re
from dataclasses import dataclass

from huoshui_core.demonstration.grammar import Field, Subject, Topic, fill
from huoshui_core.demonstration.settings import words

_TITLES = {
    "material": (
        "一种{modifiers}{subject}及其制备方法",
        "一种基于{techniques}的{subject}及其制备方法",
        "一种用于{scene}的{modifiers}{subject}",
        "{modifiers}{subject}、制备方法及其在{scene}中的应用",
        "一种{techniques}制备{modifiers}{subject}的方法",
        "一种{scene}用{modifiers}{subject}及其制备方法",
        "一种面向{scene}的{techniques}{subject}制备工艺",
    ),
    "method": (
        "一种基于{techniques}的{scene}{subject}方法",
        "基于{techniques}的{modifiers}{subject}方法及系统",
        "一种面向{scene}的{modifiers}{subject}方法",
        "一种{scene}{subject}方法、装置及存储介质",
        "一种融合{techniques}的{scene}{subject}系统及方法",
        "{scene}{modifiers}{subject}方法",
    ),
    "device": (
        "一种{modifiers}{subject}",
        "一种用于{scene}的{modifiers}{subject}",
        "一种具有{features}的{subject}",
        "一种{scene}用{modifiers}{subject}",
        "一种基于{techniques}的{modifiers}{subject}",
        "一种带{features}的{scene}用{subject}",
    ),
}
_LONG_TITLES = {
    "material": (
        "一种基于{techniques}的{scene}用{modifiers}{modifiers}{subject}及其制备方法",
        "{modifiers}{modifiers}{subject}的{techniques}制备方法及其在{scene}中的应用",
        "一种结合{techniques}与{techniques}的{scene}用{modifiers}{subject}制备方法",
    ),
    "method": (
        "一种基于{techniques}与{techniques}的{scene}{modifiers}{subject}方法",
        "一种面向{scene}的{modifiers}{modifiers}{techniques}{subject}方法",
        "融合{techniques}与{techniques}的{scene}{modifiers}{modifiers}{subject}方法及系统",
    ),
    "device": (
        "一种基于{techniques}的{scene}用{modifiers}{modifiers}{subject}",
        "一种带{features}和{features}的{scene}用{modifiers}{subject}",
        "一种基于{techniques}且具有{features}的{scene}用{modifiers}{modifiers}{subject}",
    ),
}
_SHARE_WITH_PROOF = 0.16
_SHORTEST, _LONGEST = 120, 250
_TITLE_ATTEMPTS = 6
_REPEATED = re.compile(r"([^的用]{2,}).*\1")
_FRAMES = ("包括主体、支承架和控制单元", "包括机架、执行组件和控制单元", "包括壳体、安装座和调节组件")


@dataclass(frozen=True)
class Text:
    """What one patent says, and the words it was made from."""

    title: str
    abstract: str
    first_claim: str
    subject: str
    scene: str


def write(
    rng: random.Random, field: Field, topic: Topic, subject: Subject, *, utility: bool, long: bool = False
) -> Text:
    """A long title combines more words: for large regions, when the short ones are taken."""
    scene = rng.choice(subject.scenes)
    slots = {**topic.slots, "subject": (subject.name,), "scene": (scene,), "field": (field.name,)}
    title = _title(rng, (_LONG_TITLES if long else _TITLES)[topic.form], slots)
    steps = [fill(step, rng, slots) for step in _some_steps(rng, subject)]
    if topic.form == "device" and not steps[0].startswith("包括"):
        steps.insert(0, rng.choice(_FRAMES))
    abstract = _abstract(rng, title, steps, {**slots, "problem": subject.problems}, utility=utility)
    return Text(title, abstract, _claim(title, steps, topic), subject.name, scene)


def write_design(rng: random.Random, field: Field) -> tuple[Text, str]:
    """Text and Locarno class of a design."""
    name, locarno = rng.choice(field.designs)
    shape, style = rng.choice(words("design_shapes")), rng.choice(words("design_styles"))
    title = f"{name}（{shape}{style}）"
    scene = rng.choice(rng.choice(rng.choice(field.topics).subjects).scenes)
    point = rng.choice(("形状", "形状与图案的结合"))
    omitted = rng.choice(("后视图与主视图对称", "仰视图无设计要点", "左视图与右视图对称"))
    abstract = (
        f"1.本外观设计产品的名称：{title}。2.本外观设计产品的用途：用于{field.name}领域。"
        f"3.本外观设计产品的设计要点：在于产品的{point}。4.最能表明设计要点的图片或照片：立体图1。5.{omitted}，省略。"
    )
    return Text(title, abstract, "", name, scene), locarno


def _some_steps(rng: random.Random, subject: Subject) -> list[str]:
    """Three or four steps in their order, the first always."""
    rest = list(range(1, len(subject.steps)))
    kept = sorted(rng.sample(rest, k=min(len(rest), rng.choice((2, 2, 3)))))
    return [subject.steps[index] for index in (0, *kept)]


def _abstract(
    rng: random.Random, title: str, steps: list[str], slots: dict[str, tuple[str, ...]], *, utility: bool
) -> str:
    opening = fill(rng.choice(words("opening_utility" if utility else "opening_invention")), rng, slots)
    lead = fill(rng.choice(words("problem_lead")), rng, slots)
    proof = rng.choice(words("proof")) if rng.random() < _SHARE_WITH_PROOF else ""
    effects = [fill(each, rng, slots) for each in rng.sample(slots["effects"], min(2, len(slots["effects"])))]
    effect = effects[0] if "表明" in effects[0] else proof + effects[0]
    use = fill(rng.choice(words("use")), rng, slots)
    length = sum(map(len, (opening, title, lead, effect, use, *steps))) + len(steps)
    if length < _SHORTEST and "表明" not in effects[-1]:
        effect = "；".join(dict.fromkeys((effect, effects[-1])))
    while True:
        text = f"{opening}{title}。{lead}{'；'.join(steps)}。{effect}，{use}。"
        text = text.replace("现有技术中现有", "现有")
        if len(text) <= _LONGEST or len(steps) == 1:
            return text
        steps = steps[:-1]


def _claim(title: str, steps: list[str], topic: Topic) -> str:
    if topic.form == "device":
        return f"1.{title}，其特征在于，{'；'.join(steps)}。"
    numbered = "；".join(f"S{place}、{step}" for place, step in enumerate(steps, 1))
    return f"1.{title}，其特征在于，包括以下步骤：{numbered}。"


def _title(rng: random.Random, patterns: tuple[str, ...], slots: dict[str, tuple[str, ...]]) -> str:
    """Drawn again when the same word comes twice."""
    title = ""
    for _ in range(_TITLE_ATTEMPTS):
        title = _tidy(fill(rng.choice(patterns), rng, slots))
        if not _REPEATED.search(title):
            break
    return title


def _tidy(title: str) -> str:
    return title.replace("的的", "的").replace("用用", "用").replace("平台平台", "平台")
