"""What kinds of service somebody has done, in few words and with nothing about who was served."""

from collections import Counter
from collections.abc import Iterable

from core.words import _l
from services.volunteering.rules.words import SKILLS

MOST = 5  # lines
FOR_SOMEBODY = _l("到村民家里帮忙")
ELSE = _l("别的服务")


def kind_of(skill: str, title: str, *, is_for_one: bool) -> str:
    """Return what a service is called: by the skill it asked for, else by the task's title.

    The title of what was done for one person, or in somebody's home, could tell of them.
    """
    if skill in SKILLS:
        return SKILLS[skill]
    return FOR_SOMEBODY if is_for_one else title


def kinds_in(services: Iterable[tuple[str, str, bool, int]]) -> list[tuple[str, int]]:
    """Return what was done how many times, what was done most first, in five lines at most.

    A service is (skill, title, whether it was for one person, how many times).
    """
    counts: Counter[str] = Counter()
    for skill, title, is_for_one, count in services:
        counts[str(kind_of(skill, title, is_for_one=is_for_one))] += count
    found = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    if len(found) <= MOST:
        return found
    return [*found[: MOST - 1], (str(ELSE), sum(count for _what, count in found[MOST - 1 :]))]
