"""Days and moments as people read them, in village time and the reader's language."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from core.clock import VILLAGE, village_day
from core.words import dated, in_english

ELEMENT = Markup('<time datetime="{}">{}</time>')


def day(when: date) -> Markup:
    """Show a day, or the village day of a moment, without its year: 11月3日."""
    return element(day_of(when), "MMMd", in_english())


def last_day(due: datetime) -> Markup:
    """Show the last day on which what is due at this moment is still in time: 11月3日."""
    return day(due - timedelta(microseconds=1))


def full_day(when: date) -> Markup:
    """Show a day with its year: 2026年11月3日."""
    return element(day_of(when), "yMMMd", in_english())


@lru_cache(maxsize=4096)
def element(shown: date, skeleton: str, english: bool) -> Markup:  # noqa: ARG001, FBT001
    """Write the element once for each day and language: long lists name the same few days."""
    return ELEMENT.format(shown.isoformat(), dated(shown, skeleton))


def moment(when: datetime) -> Markup:
    """Show a moment to the minute, without its year: 11月3日 19:00."""
    shown = when.astimezone(VILLAGE)
    words = f"{dated(shown, 'MMMd')} {dated(shown, 'Hm')}"
    return ELEMENT.format(shown.isoformat(timespec="minutes"), words)


def weekday(when: date) -> str:
    """Name the day of the week, short: 周六."""
    return dated(day_of(when), "E")


def month_name(when: date) -> str:
    """Name the month, short: 11月."""
    return dated(day_of(when), "MMM")


def day_of(when: date) -> date:
    """Return the village day of a moment; a day is its own."""
    return village_day(when) if isinstance(when, datetime) else when


def set_up(app: Flask) -> None:
    """Give templates these as filters, each under its own name."""
    for shown in (day, last_day, full_day, moment, weekday, month_name):
        app.jinja_env.filters[shown.__name__] = shown
