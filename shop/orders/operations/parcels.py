"""A parcel's number, corrected until the parcel has been received."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update

from core.access import Actor
from core.db import db
from core.errors import Overtaken, refuse_if
from core.history.operations import record
from core.words import _
from shop.orders.models import Parcel
from shop.orders.operations.events import tell_buyer
from shop.orders.rules.desk import why_not_correct


def correct(
    parcel: Parcel, *, carrier: str, number: str, version: int, by: Actor, at: datetime
) -> None:
    """Write another carrier or number, and tell the buyer; raise `Overtaken` when it changed."""
    refuse_if(why_not_correct(parcel))
    was = said(parcel.carrier, parcel.number)
    correcting = update(Parcel).where(
        Parcel.id == parcel.id, Parcel.version == version, Parcel.received_at.is_(None)
    )
    facts = {"carrier": carrier, "number": number, "version": version + 1}
    done = cast("CursorResult[Any]", db.session.execute(correcting.values(**facts))).rowcount
    db.session.refresh(parcel)
    if not done:
        refuse_if(why_not_correct(parcel))
        theirs = said(parcel.carrier, parcel.number)
        reason = _("您改的时候，单号先被改过一次")
        raise Overtaken(reason, theirs=theirs, mine=said(carrier, number))
    became = said(carrier, number)
    if became != was:
        record("correct", Parcel.__tablename__, parcel.id, by=by, at=at)
        tell_buyer(parcel.order, "shipped", at=at, facts={"how": became})


def said(carrier: str, number: str) -> str:
    return f"{carrier} {number}"
