"""Days and moments as people read them, in village time and the reader's language."""

from datetime import date, datetime

from babel.dates import format_skeleton
from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup

from core.clock import VILLAGE, village_day

ELEMENT = Markup('<time datetime="{}">{}</time>')


def day(when: date) -> Markup:
    """Show a day, or the village day of a moment, without its year: 11月3日."""
    shown = day_of(when)
    return ELEMENT.format(shown.isoformat(), text(shown, "MMMd"))


def full_day(when: date) -> Markup:
    """Show a day with its year: 2026年11月3日."""
    shown = day_of(when)
    return ELEMENT.format(shown.isoformat(), text(shown, "yMMMd"))


def moment(when: datetime) -> Markup:
    """Show a moment to the minute, without its year: 11月3日 19:00."""
    shown = when.astimezone(VILLAGE)
    words = f"{text(shown, 'MMMd')} {text(shown, 'Hm')}"
    return ELEMENT.format(shown.isoformat(timespec="minutes"), words)


def weekday(when: date) -> str:
    """Name the day of the week, short: 周六."""
    return text(day_of(when), "E")


def month_name(when: date) -> str:
    """Name the month, short: 11月."""
    return text(day_of(when), "MMM")


def day_of(when: date) -> date:
    """Return the village day of a moment; a day is its own."""
    return village_day(when) if isinstance(when, datetime) else when


def text(when: date, skeleton: str) -> str:
    """Format by a skeleton of fields, which each language puts in its own order."""
    speaks_english = str(get_locale() or "").startswith("en")
    return str(format_skeleton(skeleton, when, locale="en_GB" if speaks_english else "zh_Hans_CN"))


def set_up(app: Flask) -> None:
    """Give templates the filters `day`, `full_day`, `moment`, `weekday` and `month_name`."""
    for shown in (day, full_day, moment, weekday, month_name):
        app.jinja_env.filters[shown.__name__] = shown
