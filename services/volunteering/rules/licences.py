"""Which papers a licence is seen from, and how it stands."""

from datetime import date, timedelta

from core.words import _, dated

LONGEST_NUMBER = 40
LONGEST = timedelta(days=40 * 366)
RUNS_OUT_SOON = timedelta(days=30)


def why_not_see(person_id: int, *, by: int) -> str | None:
    """Say why somebody cannot put down this person's licence, or None: never one's own."""
    return _("自己的证件要请别的委员来登记") if person_id == by else None


def why_not_valid(until: date | None, *, today: date) -> str | None:
    """Say what is wrong with the last day of a licence, or None; it may have none."""
    if until is None:
        return None
    if until < today:
        return _("这张证已经过期了")
    if until > today + LONGEST:
        return _("最多到 %(day)s", day=dated(today + LONGEST))
    return None


def state_of(until: date | None, *, is_removed: bool, today: date) -> tuple[str, str]:
    """Return how a licence stands today, in a word, and the kind of its chip."""
    if is_removed:
        return _("已划掉"), "trouble"
    if until is not None and until < today:
        return _("已过期"), "trouble"
    if until is not None and until <= today + RUNS_OUT_SOON:
        return _("快到期"), "season"
    return _("有效"), ""
