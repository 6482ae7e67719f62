"""Fields and filters that the forms of the school share."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from core.accounts.rules import UNSEEN
from core.words import _, _l

NUMBER = r"[0-9]{1,9}\Z"


def stripped(text: str | None) -> str:
    """Return the text in one line without blank ends."""
    return " ".join((text or "").split())


def paragraphs(text: str | None) -> str:
    """Return the text without blank ends, and with one kind of line end."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def lines_of(text: str | None) -> tuple[str, ...]:
    """Return what stands on each line that is not empty."""
    return tuple(line for each in (text or "").splitlines() if (line := stripped(each)))


def seen(form: Any, field: Any) -> None:  # noqa: ARG001
    """Refuse signs that nobody sees."""
    if any(unicodedata.category(letter) in UNSEEN for letter in field.data or ""):
        raise ValidationError(_("里面有看不见的符号，请重新写一遍"))


def line(label: str, longest: int, missing: str = "", **kw: Any) -> StringField:
    """Return a field of one line."""
    first = [DataRequired(missing)] if missing else [Optional()]
    return StringField(label, [*first, Length(max=longest), seen], filters=[stripped], **kw)


def text(label: str, longest: int, missing: str = "", **kw: Any) -> TextAreaField:
    """Return a field of several lines."""
    first = [DataRequired(missing)] if missing else [Optional()]
    return TextAreaField(label, [*first, Length(max=longest)], filters=[paragraphs], **kw)


def number(
    label: str, within: tuple[int, int], default: int, description: str = ""
) -> IntegerField:
    """Return a field for a whole number between these two."""
    least, most = within
    return IntegerField(
        label,
        [InputRequired(_l("请写一个数")), NumberRange(least, most)],
        default=default,
        description=description,
        render_kw={"min": least, "max": most, "inputmode": "numeric"},
    )


def version() -> HiddenField:
    """Return the field that says from which version of a row the writer began."""
    return HiddenField(default="1", validators=[InputRequired(), Regexp(NUMBER)])


def choices(words: Mapping[Any, str] | Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """Return what can be chosen, each with its words."""
    pairs = words.items() if isinstance(words, Mapping) else words
    return [SelectChoice(str(code), said) for code, said in pairs]
