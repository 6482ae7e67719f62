"""Signing up for shifts, waiting for a place, and saying that one cannot come after all."""

from datetime import datetime

from core.access import Actor
from core.accounts.queries import take_turns
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.waitlists import operations as waitlists
from core.waitlists.models import Wait, WaitStatus
from core.waitlists.queries import find_live
from core.waitlists.rules import kept_until
from core.words import _
from services.volunteering.models import Shift, Signup, SignupHow
from services.volunteering.operations import places, telling, turns
from services.volunteering.operations.coming import come, end, stay_away
from services.volunteering.queries.presence import is_present, list_present
from services.volunteering.queries.signups import find_signup, list_in, standing_of
from services.volunteering.rules import signups as rules
from services.volunteering.rules.signups import KIND, Standing
from services.volunteering.rules.tasks import why_not_leave_behind


def join(shift: Shift, *, of_age: bool = False, by: Actor, at: datetime) -> Signup:
    """Sign up for the shift, or take the place that was kept; raise `Refused`.

    `of_age`: they say that they are old enough, which who has told no date of birth must.
    """
    standing = _looked_at(shift, by.person, at=at)
    wait = find_live(KIND, shift.id, person_id=by.person)
    if wait is not None and wait.status is WaitStatus.OFFERED:
        refuse_if(rules.why_not_take_kept(shift, standing, at=at))
        _refuse_unless(places.take_kept(shift, at=at))
        waitlists.take(wait, at=at)
        how = SignupHow.WAIT
    else:
        refuse_if(rules.why_not_join(shift, standing, at=at))
        refuse_if(rules.why_unsaid(shift.task, standing, of_age=of_age))
        _refuse_unless(places.take(shift, at=at))
        how = SignupHow.TAP
        if wait is not None:
            waitlists.come_in(wait, at=at)
    signup = come(shift, by.person, how, by=by, at=at)
    turns.withdraw_beyond(shift, at=at)
    telling.tell_of_signup("signed_up", signup, at=at)
    return signup


def join_or_wait(shift: Shift, *, of_age: bool = False, by: Actor, at: datetime) -> Signup | Wait:
    """Sign up where there is a place by now, or stand at the end of the line; raise `Refused`."""
    standing = _looked_at(shift, by.person, at=at)
    if rules.why_not_join(shift, standing, at=at) is None:
        return join(shift, of_age=of_age, by=by, at=at)
    refuse_if(rules.why_not_wait(shift, standing, at=at))
    refuse_if(rules.why_unsaid(shift.task, standing, of_age=of_age))
    return waitlists.join(KIND, shift.id, person_id=by.person, at=at)


def leave(shift: Shift, *, by: Actor, at: datetime) -> None:
    """Wait no longer, or do without the place that was kept; it goes to the next."""
    shift = places.lock(shift)
    wait = find_live(KIND, shift.id, person_id=by.person)
    if wait is None:
        raise Refused(_("您没有在候补"))
    let_go(wait, shift, at=at)


def cannot_come(shift: Shift, *, by: Actor, at: datetime) -> None:
    """Say until the start that one does not come; the place goes to who waits."""
    shift = places.lock(shift)
    signup = find_signup(shift.id, by.person)
    if signup is None:
        raise Refused(_("您没有报这一班"))
    refuse_if(rules.why_not_cancel(shift, is_here=is_present(shift.id, by.person), at=at))
    stay_away(signup, "cannot_come", by=by, at=at)
    pass_on(shift, at=at)


def enter(shift: Shift, person_id: int, *, by: Actor, at: datetime) -> Signup:
    """Sign somebody up at the desk, until the end of the shift; who they are may then say no."""
    standing = _looked_at(shift, person_id, at=at)
    refuse_if(rules.why_not_enter(shift, standing, at=at), field="who")
    if standing.waits is WaitStatus.OFFERED:
        _refuse_unless(places.take_kept(shift, at=at, late=True))
    else:
        _refuse_unless(places.take(shift, at=at, late=True, passing=True))
    if wait := find_live(KIND, shift.id, person_id=person_id):
        waitlists.come_in(wait, at=at)
    signup = come(shift, person_id, SignupHow.OFFICER, by=by, at=at)
    turns.answer_by_coming(shift, person_id, at=at)
    turns.withdraw_beyond(shift, at=at)
    telling.tell_of_signup("signed_up" if person_id == by.person else "entered", signup, at=at)
    return signup


def take_out(signup: Signup, *, by: Actor, at: datetime) -> None:
    """Take somebody out of a shift at the desk, until its end."""
    shift = places.lock(signup.shift)
    is_here = is_present(shift.id, signup.person_id)
    refuse_if(rules.why_not_take_out(shift, is_here=is_here, at=at))
    db.session.refresh(signup)
    stay_away(signup, "take_out", by=by, at=at)
    if signup.person_id != by.person:
        telling.tell_of_signup("taken_out", signup, at=at)
    pass_on(shift, at=at)


def lapse(wait: Wait, shift: Shift, *, at: datetime) -> bool:
    """Let a place that was kept in vain go on to the next; tell whether it was still kept."""
    shift = places.lock(shift)
    db.session.refresh(wait)
    if not waitlists.lapse(wait, at=at):
        return False
    places.let_go(shift)
    telling.tell_of_wait("place_lapsed", wait, shift, at=at)
    pass_on(shift, at=at)
    return True


def pass_on(shift: Shift, *, at: datetime) -> int:
    """Offer what is free to who waits, in their order; return how many were offered a place.

    The shift's lock must be held. What nobody waits for, or what is free too shortly before the
    start, is everybody's; a task in turn goes on asking.
    """
    until = kept_until(at, starts_at=shift.starts_at)
    offered, asked = 0, turns.count_open(shift)
    while until is not None and shift.cancelled_at is None and shift.free > asked:
        wait = waitlists.offer_next(KIND, shift.id, until=until, at=at)
        if wait is None:
            break
        _refuse_unless(places.keep(shift))
        telling.tell_of_wait("place_kept", wait, shift, at=at)
        offered += 1
    if shift.task.in_turn:
        turns.go_on_asking(shift)
    return offered


def cancel_shift(shift: Shift, *, why: str, by: Actor, at: datetime) -> None:
    """Cancel a shift: who was to come, waits or was asked is told; raise `Refused` for a second.

    Nobody is left behind: while somebody has checked in at it, it stands.
    """
    shift = places.lock(shift)
    refuse_if(why_not_leave_behind(is_present=bool(list_present([shift.id]))))
    if not places.call_off(shift, at=at):
        raise Refused(_("这一班已经取消了"))
    record("call_off", Shift.__tablename__, shift.id, by=by, at=at, became=why[:200] or None)
    coming = list_in(shift.id)
    for signup in coming:
        end(signup, "call_off", by=by, at=at)
    waiting = waitlists.close(KIND, shift.id, at=at)
    asked = turns.withdraw_all(shift, at=at)
    people = {each.person_id for each in coming} | {each.person_id for each in waiting}
    people |= {each.person_id for each in asked}
    telling.tell_called_off(people - {by.person}, shift, why=why or _("没有写"), at=at)


def _looked_at(shift: Shift, person_id: int, *, at: datetime) -> Standing:
    """Lock the person, then the shift, and return what is known of them now."""
    take_turns(person_id)
    locked = places.lock(shift)
    db.session.refresh(locked.task)  # what it asks may have changed while this waited
    return standing_of(person_id, [locked], at=at)[locked.id]


def let_go(wait: Wait, shift: Shift, *, at: datetime) -> None:
    """End a waiting; a place that was kept goes to the next. The shift's lock must be held."""
    if waitlists.leave(wait, at=at):
        places.let_go(shift)
        pass_on(shift, at=at)


def _refuse_unless(taken: bool) -> None:  # noqa: FBT001
    if not taken:
        raise Refused(_("名额刚刚满了，可以排候补"))
