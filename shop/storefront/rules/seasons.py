"""Seasons by the bits of their months (bit 0 is January), and in words."""

from core.words import _

ALL_YEAR = 0b1111_1111_1111
MONTHS = 12


def bit(month: int) -> int:
    return 1 << (month - 1)


def in_season(months: int, month: int) -> bool:
    """Tell whether this is the season of a thing; what there is all the year has none."""
    return months != ALL_YEAR and bool(months & bit(month))


def months_of(months: int) -> list[int]:
    return [month for month in range(1, MONTHS + 1) if months & bit(month)]


def season_words(months: int) -> str:
    """Name the season: 10—12月, 11月—次年2月, 全年."""
    if months == ALL_YEAR:
        return _("全年")
    runs: list[list[int]] = []
    for month in months_of(months):
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    if len(runs) > 1 and runs[0][0] == 1 and runs[-1][-1] == MONTHS:
        runs[-1] += [month + MONTHS for month in runs.pop(0)]
    return _("、").join(run_words(run[0], run[-1]) for run in runs)


def run_words(first: int, last: int) -> str:
    if first == last:
        return _("%(month)s月", month=first)
    if last > MONTHS:
        return _("%(first)s月—次年%(last)s月", first=first, last=last - MONTHS)
    return _("%(first)s—%(last)s月", first=first, last=last)
