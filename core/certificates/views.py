"""Certificates for whoever checks one, and one's own."""

from contextlib import suppress
from datetime import datetime
from functools import partial

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts import throttles
from core.accounts.cookies import source
from core.branches.rules import public_name
from core.certificates import access, queries, rules
from core.certificates.models import Certificate
from core.certificates.papers import write_certificate
from core.clock import now, village_day
from core.db import aside
from core.errors import TooMany
from core.house import MenuEntry
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs, public
from core.web.links import whole
from core.web.pdf import MEDIA
from core.words import _l

bp = Blueprint("certificates", __name__)
MENU = (
    MenuEntry(
        place="me",
        title=_l("我的证书"),
        endpoint="certificates.mine",
        order=27,
        icon="patch-check",
    ),
)


@bp.get("/certificates/")
@public
def home() -> ResponseReturnValue:
    """Ask for a number; what was typed leads on to its page."""
    typed = request.args.get("number", "").strip()[: rules.LONGEST_TYPED]
    if not typed:
        return render_template("core/certificates/home.html")
    known = rules.normal_number(typed)
    return redirect(url_for(".show", number=known)) if known else unknown(typed)


@bp.get("/certificates/<number>")
@public
def show(number: str) -> ResponseReturnValue:
    """Say how a certificate stands, and no more of it than whoever holds the paper may read."""
    at = now()
    throttles.refuse_full(rules.GUESSES, source(), at=at)
    certificate = queries.find_by_number(number)
    if certificate is None:
        if rules.normal_number(number) is not None:
            aside(partial(count_guess, source(), at))
        return unknown(number[: rules.LONGEST_TYPED])
    return render_template(
        "core/certificates/show.html",
        number=certificate.number,
        holder=public_name(certificate.holder),
        kind=rules.KINDS[certificate.kind],
        content=rules.in_words(certificate.content),
        valid_until=certificate.valid_until,
        branch=certificate.branch.name,
        state=rules.STATES[rules.state_of(certificate, today=village_day(at))],
    )


def unknown(typed: str) -> ResponseReturnValue:
    """Say that there is no such number, and ask again; a slip of the pen is told from a lie."""
    is_number = rules.normal_number(typed) is not None
    return render_template("core/certificates/unknown.html", typed=typed, is_number=is_number), 404


def count_guess(whose: str, at: datetime) -> None:
    """Count a number that is none; that the window is full is told to the next who asks."""
    with suppress(TooMany):
        throttles.count_try(rules.GUESSES, whose, at=at)


@bp.get("/certificates/<number>.pdf")
@needs(access.PRINT, of=queries.find_by_number)
def paper(certificate: Certificate) -> ResponseReturnValue:
    address = whole(url_for(".show", number=certificate.number))
    state = rules.state_of(certificate, today=village_day(now()))
    made = write_certificate(certificate, state=state, address=address)
    answer = Response(made, mimetype=MEDIA)
    answer.headers.set("Content-Disposition", "inline", filename=f"{certificate.number}.pdf")
    answer.cache_control.private = True
    answer.cache_control.no_store = True
    return answer


@bp.get("/me/certificates")
@needs(access.SEE_OWN)
def mine() -> ResponseReturnValue:
    given, today = request.args.get("after"), village_day(now())
    after = key_of(given) if given is not None else None
    rows = queries.list_of(current_actor().person, after=after)
    shown = rows[: queries.PAGE]
    return page(
        "core/certificates/mine.html",
        rows=[
            (each, rules.STATES[rules.state_of(each, today=today)], rules.in_words(each.content))
            for each in shown
        ],
        reasons=queries.reasons_of([each.id for each in shown]),
        next_id=shown[-1].id if len(rows) > queries.PAGE else None,
        kinds=rules.KINDS,
    )
