"""What people do with producers, their papers, pictures and holidays."""

from shop.producers.operations.checks import compare
from shop.producers.operations.classes import set_class_rule
from shop.producers.operations.holidays import come_back, go_away, rest_today
from shop.producers.operations.papers import (
    attach,
    enter_paper,
    lay_scan,
    remind,
    remove_paper,
    replace_paper,
)
from shop.producers.operations.pictures import (
    add_picture,
    describe,
    move_picture,
    remove_picture,
)
from shop.producers.operations.producers import (
    Facts,
    change,
    close,
    facts_of,
    note_class,
    register,
    shows_otherwise,
    why_not_close,
    why_not_move,
    write_story,
)

__all__ = [
    "Facts",
    "add_picture",
    "attach",
    "change",
    "close",
    "come_back",
    "compare",
    "describe",
    "enter_paper",
    "facts_of",
    "go_away",
    "lay_scan",
    "move_picture",
    "note_class",
    "register",
    "remind",
    "remove_paper",
    "remove_picture",
    "replace_paper",
    "rest_today",
    "set_class_rule",
    "shows_otherwise",
    "why_not_close",
    "why_not_move",
    "write_story",
]
