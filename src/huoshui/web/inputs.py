"""Single inputs of forms drawn in Python: a page of filters has two dozen, and a template each is most of its time."""

from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

DRAWN = {f"django/forms/widgets/{name}.html" for name in ("text", "date", "hidden")}


class Inputs(DjangoTemplates):
    """Draws these as Django's own templates do, and leaves everything else to them."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        if template_name not in DRAWN:
            return SafeString(super().render(template_name, context, request))
        widget = context["widget"]
        told = {"type": widget["type"], "name": widget["name"], "value": widget["value"], **widget["attrs"]}
        drawn = [_attribute(name, value) for name, value in told.items() if value is not None and value is not False]
        return SafeString(f"<input{''.join(drawn)}>")


def _attribute(name: str, value: Any) -> str:
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
