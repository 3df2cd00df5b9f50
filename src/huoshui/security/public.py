"""The door of the security room, for the entrance."""

from huoshui.security.at_tenant import write_down_look
from huoshui.security.desks import break_glass_notice, desk_facts

__all__ = ["break_glass_notice", "desk_facts", "write_down_look"]
