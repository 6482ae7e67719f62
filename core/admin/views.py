"""The first page of site administration, and the test mail."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.models import GrantKind, Person
from core.admin import operations, queries, rules
from core.admin.access import ADMINISTER
from core.admin.blueprint import bp
from core.admin.forms import MailForm
from core.admin.letters import test_letter
from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from core.jobs.queries import last_beat, list_late
from core.jobs.rules import is_alive
from core.ports import Undeliverable
from core.site.models import SheetKind
from core.site.queries import find_sheet, stored_facts
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _


@bp.get("/")
@needs(ADMINISTER)
def home() -> ResponseReturnValue:
    """Show what the house still lacks, and whether it works."""
    at = now()
    steps = rules.steps_of(
        stored_facts(),
        sheets=sum(find_sheet(kind, at=at) is not None for kind in SheetKind),
        branches=queries.count_branches(),
        secretaries=queries.count_secretaries(at),
        clerks=queries.count_granted(GrantKind.CLERK),
        mail_tested=queries.was_mail_tested(),
    )
    return page(
        "core/admin/home.html",
        steps=steps,
        to_do=[step for step in steps if not step.done],
        alive=is_alive(last_beat(), at=at),
        late=list_late(at),
        waiting=queries.count_waiting(at),
    )


@bp.route("/mail", methods=["GET", "POST"])
@needs(ADMINISTER, steps=True, fresh=True)
def mail() -> ResponseReturnValue:
    """Send a test mail now, and say what the mail server said; nothing is open meanwhile."""
    form, by = MailForm(), current_actor()
    if not form.is_submitted():
        form.to.data = db.session.get_one(Person, by.id).email or ""
    if form.validate_on_submit():
        letter = test_letter(form.to.data, at=now())
        db.session.rollback()
        trouble = ""
        try:
            HOUSE.mail.send(letter)
        except (OSError, Undeliverable) as error:
            trouble = str(error)[:200] or type(error).__name__
        with writing():
            operations.note_test_mail(worked=not trouble, by=by, at=now())
        if not trouble:
            flash(_("邮件服务器收下了，请到 %(to)s 看看", to=form.to.data))
            return redirect(url_for(".home"))
        form.form_errors.append(_("没有寄出：%(why)s", why=trouble))
    return page("core/admin/mail.html", form=form)
