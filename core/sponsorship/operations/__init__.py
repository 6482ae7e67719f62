"""What owners, stewards and leaders do with a verification."""

from core.sponsorship.operations.asking import ask, branch_of, withdraw
from core.sponsorship.operations.deciding import (
    decide,
    end,
    lapse,
    resume,
    suspend,
    suspend_stewardless,
)
from core.sponsorship.operations.listings import put_all, put_under, take_out
from core.sponsorship.operations.stewards import (
    give_name,
    hand_over,
    keep_name,
    name_steward,
    note_stewardless,
    remind,
)
from core.sponsorship.operations.visiting import (
    add_picture,
    assign,
    hand_in,
    remove_picture,
    save_draft,
)

__all__ = [
    "add_picture",
    "ask",
    "assign",
    "branch_of",
    "decide",
    "end",
    "give_name",
    "hand_in",
    "hand_over",
    "keep_name",
    "lapse",
    "name_steward",
    "note_stewardless",
    "put_all",
    "put_under",
    "remind",
    "remove_picture",
    "resume",
    "save_draft",
    "suspend",
    "suspend_stewardless",
    "take_out",
    "withdraw",
]
