"""Fields that the forms of clinics share."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    IntegerField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.words import _l
from services.clinics.rules import setting_up as rules
from services.clinics.rules.terms import WITHIN

NUMBER = r"[0-9]{1,9}\Z"


def stripped(text: str | None) -> str:
    """Return the text in one line without blank ends."""
    return " ".join((text or "").split())


def paragraphs(text: str | None) -> str:
    """Return the text without blank ends, and with one kind of line end."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def number_or_none(value: Any) -> int | None:
    """Read the value of a choice that may be left open."""
    return int(value) if value not in {"", None, "None"} else None


def line(label: str, name: str, missing: str = "", **kw: Any) -> StringField:
    """Return a field of one line, as long as the rules let it be."""
    checks = [DataRequired(missing)] if missing else [Optional()]
    return StringField(label, [*checks, Length(max=rules.LONGEST[name])], filters=[stripped], **kw)


def choices(words: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(str(code), said) for code, said in words.items()]


def who(label: str) -> StringField:
    return StringField(
        label,
        [DataRequired(_l("请写是谁")), Length(max=80)],
        filters=[stripped],
        description=_l("写手机号，或本支部里人的全名；有同名的，在姓名后面空一格写户号"),
    )


def number(label: str, name: str, default: int, description: str = "") -> IntegerField:
    least, most, step = WITHIN[name]
    shown = {"min": least, "max": most, "step": step, "inputmode": "numeric"}
    return IntegerField(
        label,
        [InputRequired(_l("请写一个数"))],
        default=default,
        description=description,
        render_kw=shown,
    )
