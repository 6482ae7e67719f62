"""Group hours: one session takes its cells once, and gives its seats one after the other."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from core.access import Actor
from core.accounts.queries import take_turns
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.words import _
from services.clinics.models import Appointment, AppointmentStatus, Service, Session
from services.clinics.operations import cells
from services.clinics.operations.telling import tell_guest
from services.clinics.queries import appointments as queries
from services.clinics.queries.setting_up import is_off
from services.clinics.rules import appointments as rules
from services.clinics.rules.appointments import APPOINTMENT
from services.clinics.rules.setting_up import why_not_day
from services.clinics.rules.slots import cells_of, minute_of

TABLE = Session.__tablename__
A = AppointmentStatus
LONGEST_TITLE = 60


def open_session(
    service: Service, title: str, starts_at: datetime, *, by: Actor, at: datetime
) -> Session:
    """Set a group's hour; it takes the practitioner's time as an appointment does."""
    if service.seats == 1:
        raise Refused(_("这项服务是一对一的，不能开集体的"))
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(_("请写讲什么，最多 %(most)s 个字", most=LONGEST_TITLE), field="title")
    if service.ended_at is not None:
        raise Refused(_("已经停了"))
    if starts_at <= at:
        raise Refused(_("这个时间已经过了"), field="start")
    if starts_at.minute % 5 or starts_at.second or starts_at.microsecond:
        raise Refused(_("时间要是五分钟的整数倍"), field="start")
    day, begins = village_day(starts_at), minute_of(starts_at)
    refuse_if(why_not_day(day, today=village_day(at)), field="start")
    cells.lock(service.practitioner_id)
    if is_off(service.practitioner_id, day, (begins, begins + service.minutes)):
        raise Refused(_("这段时间已经记了不在"), field="start")
    made = Session(
        service_id=service.id,
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=service.minutes),
        seats=service.seats,
    )
    db.session.add(made)
    db.session.flush()
    cells.take(service.practitioner_id, cells_of(starts_at, service), made)
    record("open_session", TABLE, made.id, by=by, at=at, became=str(made.seats))
    return made


def join(session: Session, *, by: Actor, at: datetime) -> Appointment:
    """Take a seat; of any number who want the last one, one has it."""
    service = session.service
    refuse_if(rules.why_not_for(service.clinic.kind, by=by))
    take_turns(by.person)
    standing = queries.standing_of(
        by.person, service, None, made_by=by.id if by.is_proxy else None, at=at
    )
    refuse_if(rules.why_not_want(standing, by=by))
    if session.starts_at <= at:
        raise Refused(_("已经开始了"))
    step = update(Session).where(
        Session.id == session.id, Session.cancelled_at.is_(None), Session.taken < Session.seats
    )
    if db.session.scalar(step.values(taken=Session.taken + 1).returning(Session.id)) is None:
        raise Refused(_("名额满了，请看别的时间"))
    made = Appointment(
        ref=secrets.token_urlsafe(18),
        service_id=service.id,
        practitioner_id=service.practitioner_id,
        session_id=session.id,
        person_id=by.person,
        way=service.ways.split(",")[0],
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        status=A.BOOKED,
        made_by=by.id,
        made_at=at,
        booked_at=at,
    )
    db.session.add(made)
    db.session.flush()
    record("join_session", TABLE, session.id, by=by, at=at)
    tell_guest(made, "booked", at=at)
    return made


def give_seat_back(appointment: Appointment, *, by: Actor, at: datetime, why: str = "") -> None:
    """Free the seat of somebody who does not come."""
    move(appointment, APPOINTMENT, "cancel", by=by, at=at, also={"ended_at": at, "end_why": why})
    step = update(Session).where(Session.id == appointment.session_id, Session.taken > 0)
    db.session.execute(step.values(taken=Session.taken - 1))


def cancel_session(session: Session, why: str, *, by: Actor, at: datetime) -> None:
    """Call the hour off; whoever has a seat hears why, and the time is free."""
    if not why:
        raise Refused(_("请写明原因，对方要看"), field="why")
    if session.starts_at <= at:
        raise Refused(_("已经开始了"))
    step = update(Session).where(Session.id == session.id, Session.cancelled_at.is_(None))
    if db.session.scalar(step.values(cancelled_at=at).returning(Session.id)) is None:
        raise Refused(_("已经取消过了"))
    cells.give_back(session)
    coming = select(Appointment).where(
        Appointment.session_id == session.id, Appointment.status == A.BOOKED
    )
    for each in db.session.scalars(coming.order_by(Appointment.id)).all():
        give_seat_back(each, by=by, at=at, why=why)
        tell_guest(each, "cancelled", at=at)
    record("cancel_session", TABLE, session.id, by=by, at=at)
