"""What somebody may say of themselves as a volunteer."""

from datetime import date

from core.words import _

# What is known of a child under fourteen needs the consent of the guardian (PIPL 31).
YOUNGEST, OLDEST = 14, 120


def age_on(born: date, day: date) -> int:
    """Return how many full years somebody is on this day; of 29 February, on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def why_not_born(born: date | None, *, before: date | None = None, today: date) -> str | None:
    """Say why this cannot stand as a date of birth, or None; it may be left out.

    One that was told, `before`, is not taken back: by it somebody may be too young for a task.
    """
    if born is None:
        return None if before is None else _("填过的出生日期不能清空；写错了，可以改")
    if born > today or age_on(born, today) > OLDEST:
        return _("请看看出生日期写对了没有")
    if age_on(born, today) < YOUNGEST:
        return _("不满 14 岁的孩子，请家长带着到支部办公室报名")
    return None
