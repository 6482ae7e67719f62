"""The base of every form, and the page that shows one."""

import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import Length

from core.errors import Overtaken, Refused
from core.once.operations import once
from core.web.guard import actor_or_none

LONGEST_KEY = 9  # digits
SECRET_FIELDS = {"csrf_token", "password", "again", "code"}


class Form(FlaskForm):
    """The shape of an input; whether it is allowed is for the rules to say.

    Each shown form carries a random key, so that the same form sent twice has one effect.
    """

    form_key = HiddenField(
        default=lambda: secrets.token_urlsafe(12), validators=[Length(min=8, max=40)]
    )

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Show a refusal on this form; only `Overtaken` has a page of its own."""
        try:
            yield
        except Overtaken:
            raise
        except Refused as refused:
            field = self._fields.get(refused.field or "")
            if field is None:
                self.form_errors.append(refused.reason)
            else:
                field.errors = [*field.errors, refused.reason]

    def once(self, do: Callable[[], str], *, at: datetime) -> str:
        """Run `do` inside the open `writing()` unless this very form had its effect already.

        `do` returns the address (or reference) of what came of it; so does this, both times.
        """
        said = sorted(
            (name, *values) for name, values in request.form.lists() if name != "csrf_token"
        )
        # With a key from outside the database: a few words could be guessed from a plain hash.
        words = repr((request.path, said)).encode()
        body_hash = hmac.digest(key_of_forms(), words, "sha256").hex()
        key = f"{request.endpoint}:{self.form_key.data}"
        return once(key, body_hash, do, by=actor_or_none(), at=at)


def key_of_forms() -> bytes:
    """Return the key under which it is remembered what a form said."""
    return f"forms|{current_app.config['SECRET_KEY']}".encode()


def key_of(given: str) -> int:
    """Read the key that a pager wrote into the address; what is no key is no page."""
    if not (given.isascii() and given.isdigit() and len(given) <= LONGEST_KEY):
        abort(404)
    return int(given)


def page(template: str, **context: Any) -> ResponseReturnValue:
    """Render a page; one whose form has errors is no success."""
    form = context.get("form")
    return render_template(template, **context), 422 if form is not None and form.errors else 200
