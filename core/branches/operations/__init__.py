"""What people do with branches, their units, offices, members and villagers."""

from core.branches.operations.members import (
    add_member,
    ask_membership,
    confirm_member,
    end_membership,
    refuse_member,
    take_back_asking,
)
from core.branches.operations.offices import (
    appoint,
    end_overdue,
    end_term,
    extend_term,
    hand_over,
    office_title,
    stand_in,
    why_not_change,
)
from core.branches.operations.people import (
    CODE_LASTS,
    confirm_number,
    enter_resident,
    leave_village,
    open_phone,
    print_code,
    settle,
    settle_here,
    settle_known,
    who_is_meant,
)
from core.branches.operations.tree import close_branch, edit_branch, found_branch, move_branch
from core.branches.operations.units import add_unit, edit_unit, remove_unit

__all__ = [
    "CODE_LASTS",
    "add_member",
    "add_unit",
    "appoint",
    "ask_membership",
    "close_branch",
    "confirm_member",
    "confirm_number",
    "edit_branch",
    "edit_unit",
    "end_membership",
    "end_overdue",
    "end_term",
    "enter_resident",
    "extend_term",
    "found_branch",
    "hand_over",
    "leave_village",
    "move_branch",
    "office_title",
    "open_phone",
    "print_code",
    "refuse_member",
    "remove_unit",
    "settle",
    "settle_here",
    "settle_known",
    "stand_in",
    "take_back_asking",
    "who_is_meant",
    "why_not_change",
]
