"""Photos of a report: the bytes first; what a form that was refused had sent is not sent again."""

from collections.abc import Sequence
from dataclasses import asdict

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from core.access import Actor
from core.errors import Refused, refuse_if
from core.storage.operations import Laid, lay_picture
from core.storage.queries import known
from core.words import _
from training.learning.forms.reports import ReportForm
from training.learning.rules.reports import why_not_pictures

LIES = 50 * 60  # seconds; after an hour bytes without a row are swept


def lay(form: ReportForm, *, by: Actor) -> list[Laid]:
    """Store the bytes of what was chosen, beside what came before, and note all in the form.

    Raise `Refused`, field `picture`.
    """
    before, form.kept.data = form.kept.data, ""
    laid = [] if form.drop.data else read(before, by=by)
    form.kept.data = write(laid, by=by)
    refuse_if(why_not_pictures(max(1, len(laid) + len(form.given))), field="picture")
    for each in form.given:
        laid.append(lay_picture(each.filename or "", each.read(), by=by))
        form.kept.data = write(laid, by=by)
    form.drop.data = False
    return laid


def count(form: ReportForm, *, by: Actor) -> int:
    """Count the photos that the form as it is shown stands for."""
    try:
        return len(read(form.kept.data, by=by))
    except Refused:
        return 0


def write(laid: Sequence[Laid], *, by: Actor) -> str:
    """Return what stands for these photos in the form; only the same person can send it."""
    return signer(by).dumps([asdict(each) for each in laid]) if laid else ""


def read(kept: str | None, *, by: Actor) -> list[Laid]:
    """Return the photos that the form stands for; raise `Refused` where they lie there no more."""
    if not kept:
        return []
    try:
        laid = [Laid(**each) for each in signer(by).loads(kept, max_age=LIES)]
    except BadSignature as gone:
        raise Refused(_("先前的照片没有存下，请再选一次"), field="picture") from gone
    if known(each.ref for each in laid):
        raise Refused(_("这些照片已经交过了，请重新打开这一页"), field="picture")
    return laid


def signer(by: Actor) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"photos|{by.person}")
