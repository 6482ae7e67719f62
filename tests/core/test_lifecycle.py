"""A status changes only along the table, once, and leaves a line of history."""

from enum import StrEnum

import pytest
from sqlalchemy import select, update

from core.branches.models import Membership, MembershipStatus
from core.clock import now
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.lifecycle import Lifecycle
from core.transition import move


class Lamp(StrEnum):
    OFF, ON, BROKEN = "off", "on", "broken"


LAMP = Lifecycle(
    {Lamp.OFF: {"light": Lamp.ON}, Lamp.ON: {"put_out": Lamp.OFF, "drop": Lamp.BROKEN}}
)


def test_a_table_tells_what_can_be_done():
    assert LAMP.actions(Lamp.ON) == ["put_out", "drop"]
    assert LAMP.actions(Lamp.BROKEN) == []
    assert LAMP.after(Lamp.OFF, "light") is Lamp.ON
    for status, action in [(Lamp.OFF, "put_out"), (Lamp.BROKEN, "light"), (Lamp.ON, "sing")]:
        with pytest.raises(Refused):
            LAMP.after(status, action)


ASKED, CONFIRMED = MembershipStatus.ASKED, MembershipStatus.CONFIRMED
TABLE = Lifecycle({ASKED: {"confirm": CONFIRMED}})


@pytest.mark.both_engines
def test_of_two_who_move_the_second_is_refused(make, at):
    actor = make.actor()
    membership = make.member(make.branch(), status=ASKED)
    with writing():
        move(membership, TABLE, "confirm", by=actor, at=at)
    assert membership.status is CONFIRMED
    entry = db.session.scalars(select(Entry)).one()
    assert (entry.action, entry.was, entry.became) == ("confirm", "asked", "confirmed")
    assert (entry.about, entry.about_id) == ("branch_membership", membership.id)
    assert (entry.by_id, entry.person_id, entry.at) == (actor.id, actor.person, at)
    other = make.member(make.branch(), status=ASKED)
    seen = other.status
    with writing():
        stolen = update(Membership).where(Membership.id == other.id).values(status=CONFIRMED)
        assert other.status is seen  # what the second saw
        db.session.execute(stolen, execution_options={"synchronize_session": False})
        with pytest.raises(Refused, match="别人刚刚改过"):
            move(other, TABLE, "confirm", by=actor, at=now())
    assert len(db.session.scalars(select(Entry)).all()) == 1
