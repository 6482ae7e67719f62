"""What a browser would send of a page's form, and the one request that there is."""

from html5lib import parse
from sqlalchemy import select

from core.db import db
from services.help.models import HelpRequest
from tests.pages import X


def one():
    db.session.expire_all()
    return db.session.scalars(select(HelpRequest)).one()


def form_of(page, action, press=""):
    """Return the fields of the form with this address, as a browser sends them by this button."""
    tree = parse(page.text)
    (form,) = [f for f in tree.iter(f"{X}form") if (f.get("action") or "") == action]
    sent = {}
    for each in form.iter():
        name = each.get("name")
        if name is None or (each.get("type") == "submit" and name != press):
            continue
        if each.tag == f"{X}input" and (
            each.get("type") not in {"radio", "checkbox"} or each.get("checked") is not None
        ):
            sent[name] = each.get("value") or ""
        elif each.tag == f"{X}textarea":
            sent[name] = (each.text or "").strip()
        elif each.tag == f"{X}select":
            options = list(each.iter(f"{X}option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            sent[name] = chosen[0].get("value")
    return sent
