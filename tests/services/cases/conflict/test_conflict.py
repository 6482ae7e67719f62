"""Nobody acts for both sides: it is noticed before a word is shown, whichever came first."""

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from services.cases.models import CaseStatus, Outcome
from services.cases.operations import handling, safekeeping
from services.clinics.models import PractitionerKind
from tests.services.cases.conflict.conftest import again, lawyer
from tests.services.clinics.world import DAY, HOUR

pytestmark = pytest.mark.both_engines
S = CaseStatus
UNFIT = "不宜接手"


class TestHanding:
    """By the contact clerk, or from one practitioner to another."""

    @pytest.mark.parametrize("others", ["李小河", "李小河（邻居）\n某公司", "139-0013-9000"])
    def test_the_other_party_is_a_client(self, world, tell, hand, colleague, wang, li, others):
        hand(tell(li, ""), world.lawyer)
        made = tell(wang, others)
        with pytest.raises(Refused, match=UNFIT) as refused:
            hand(made, world.lawyer)
        assert refused.value.field == "to"
        assert again(made).status is S.OPEN
        hand(made, colleague)  # no match across practitioners

    @pytest.mark.parametrize(
        "others", ["李小河", "电话１３９００１３９０００", "小李\n+86 139 0013 9000"]
    )
    def test_the_client_is_the_other_party(self, world, tell, hand, colleague, wang, li, others):
        hand(tell(wang, others), world.lawyer)
        made = tell(li, "")
        with pytest.raises(Refused, match=UNFIT):
            hand(made, world.lawyer)
        hand(made, colleague)

    @pytest.mark.parametrize("others", ["陆 律师", "13700137000"])
    def test_the_other_party_is_the_practitioner(self, world, tell, hand, wang, others):
        with writing():
            world.lawyer.person.phone = "13700137000"
        with pytest.raises(Refused, match=UNFIT):
            hand(tell(wang, others), world.lawyer)

    def test_for_whom_one_asks_is_on_the_same_side(self, world, tell, hand, wang, li):
        hand(tell(wang, "", whom="ward", whom_name="王小山"), world.lawyer)
        with pytest.raises(Refused, match=UNFIT):
            hand(tell(li, "王小山"), world.lawyer)

    def test_two_against_the_same_are_no_conflict(self, world, tell, hand, wang, li):
        hand(tell(wang, "桃源有限公司"), world.lawyer)
        hand(tell(li, "桃源有限公司"), world.lawyer)
        hand(tell(wang, "桃源有限公司\n王大山"), world.lawyer)

    def test_what_was_changed_counts(self, world, tell, hand, wang, li, do):
        first = tell(wang, "李小河")
        said = {"story": "邻居的事", "others": "赵六"}
        do(safekeeping.save_intake, first, said, by=world.actor(wang))
        hand(first, world.lawyer)
        hand(tell(li, ""), world.lawyer)

    def test_the_name_of_the_day_it_is_handed_in(self, world, tell, hand, wang, li, do):
        first = tell(li, "", submits=False)
        with writing():
            li.name = "李大河"
        do(handling.submit, first, by=world.actor(li))
        hand(first, world.lawyer)
        with pytest.raises(Refused, match=UNFIT):
            hand(tell(wang, "李大河"), world.lawyer)

    def test_who_was_a_client(self, world, tell, hand, look, colleague, wang, li, do):
        """Closed, taken back, and handed on: what was read is known."""
        own = world.actor(world.lawyer.person)
        closed = hand(tell(li, ""), world.lawyer)
        do(handling.close, closed, Outcome.ADVISED, by=own)
        made = tell(wang, "李小河")
        with pytest.raises(Refused, match=UNFIT):
            hand(made, world.lawyer)
        third = lawyer(world, world.make, "方律师")
        read = hand(tell(li, ""), colleague)
        look(read, colleague.person)
        do(handling.hand, read, third, is_open=True, why="忙", by=world.actor(colleague.person))
        unread = hand(tell(li, ""), fourth := lawyer(world, world.make, "钱律师"))
        do(handling.withdraw, unread, by=world.actor(li))
        for other in (colleague, third):
            with pytest.raises(Refused, match=UNFIT):
                hand(made, other)
        hand(made, fourth)  # never opened, not in hand: nothing is known of it

    def test_from_one_to_another(self, world, tell, hand, colleague, wang, li, do):
        hand(tell(li, ""), colleague)
        made = hand(tell(wang, "李小河"), world.lawyer)
        by = world.actor(world.lawyer.person)
        with pytest.raises(Refused, match=UNFIT):
            do(handling.hand, made, colleague, is_open=True, why="忙", by=by, at=world.at + DAY)
        assert again(made).practitioner_id == world.lawyer.id

    def test_a_student_and_who_guides_them(self, world, tell, hand, make, wang, li):
        kind = {"kind": PractitionerKind.LAW_STUDENT, "guide_id": world.lawyer.id}
        student = lawyer(world, make, "小文", **kind)
        hand(tell(li, ""), world.lawyer)
        made = tell(wang, "李小河")
        with pytest.raises(Refused, match=UNFIT):
            hand(made, student)
        hand(tell(wang, "赵六"), student)
        zhao = make.person(name="赵六")
        with pytest.raises(Refused, match=UNFIT):
            hand(tell(zhao, ""), world.lawyer)

    def test_a_matter_of_their_own(self, world, tell, hand, wang):
        draft = tell(world.lawyer.person, "王大山", submits=False)
        hand(made := tell(wang, ""), world.lawyer)
        assert again(made).status is S.HANDED
        assert again(draft).status is S.DRAFT
        tell(world.lawyer.person, "王大山")
        with pytest.raises(Refused, match=UNFIT):
            hand(tell(wang, ""), world.lawyer)


class TestLooking:
    """What a client hands in to whom they have booked: taken as any other, and not opened."""

    def test_the_practitioner_opens_nothing_and_gives_it_back(
        self, world, tell, hand, look, wang, li, do
    ):
        look(hand(tell(li, ""), world.lawyer), world.lawyer.person)
        made = tell(wang, "李小河", to=world.lawyer)
        assert again(made).status is S.HANDED
        with pytest.raises(Refused, match="您不宜办"):
            look(made, world.lawyer.person)
        by = world.actor(world.lawyer.person)
        with pytest.raises(Refused, match="您不宜办"):
            do(safekeeping.list_papers, made, by=by)
        do(handling.turn_down, made, by=by)
        assert (again(made).status, made.practitioner_id) == (S.DRAFT, None)
        assert look(made, wang)["others"] == "李小河"

    def test_of_two_that_wait_the_first_is_opened(self, world, tell, look, wang, li):
        first = tell(li, "", to=world.lawyer)
        second = tell(wang, "李小河", to=world.lawyer)
        with pytest.raises(Refused, match="您不宜办"):
            look(second, world.lawyer.person)
        assert look(first, world.lawyer.person)
        with pytest.raises(Refused, match="您不宜办"):
            look(second, world.lawyer.person)
        assert look(first, world.lawyer.person)  # what was taken on stays open

    def test_none_against_whom_nobody_stands(self, world, tell, look, wang, li):
        for person in (wang, li):
            assert look(tell(person, "周扒皮", to=world.lawyer), world.lawyer.person)

    def test_no_file_for_who_stands_against_a_client(self, world, tell, hand, wang, do):
        hand(tell(wang, "张桂兰"), world.lawyer)
        begun = world.booked_row(world.at)
        with pytest.raises(Refused, match="不能建档"):
            do(handling.open_for, begun, by=world.actor(world.lawyer.person))

    def test_a_file_that_was_opened_counts(self, world, tell, hand, wang, do):
        begun = world.booked_row(world.at)
        do(handling.open_for, begun, by=world.actor(world.lawyer.person))
        with pytest.raises(Refused, match=UNFIT):
            hand(tell(wang, "张桂兰"), world.lawyer)


class TestTurningDown:
    """Back to the client, by who has it in hand; nobody else, and no reason."""

    def test_the_clerk(self, world, contact, tell, wang, do):
        made = tell(wang, "")
        for person in (wang, world.lawyer.person, world.officer):
            with pytest.raises(Refused):
                do(handling.turn_down, made, by=world.actor(person))
        do(handling.turn_down, made, by=world.actor(contact))
        assert again(made).status is S.DRAFT
        with pytest.raises(Refused):
            do(handling.turn_down, made, by=world.actor(contact))

    def test_each_time_both_hear_of_it(self, world, contact, tell, wang, do):
        made, clerk = tell(wang, ""), world.actor(contact)
        for later in (1, 2):
            do(handling.turn_down, made, by=clerk, at=world.at + later * DAY)
            do(handling.submit, made, by=world.actor(wang), at=world.at + later * DAY + HOUR)
        query = select(Notice.person_id, Notice.event).order_by(Notice.id)
        told = [tuple(row) for row in db.session.execute(query)]
        once = [(wang.id, "cases.returned"), (contact.id, "cases.in_hand")]
        assert told == [once[1], *once, *once]

    def test_not_what_is_closed(self, world, tell, hand, wang, do):
        made, by = hand(tell(wang, ""), world.lawyer), world.actor(world.lawyer.person)
        do(handling.close, made, Outcome.ADVISED, by=by)
        with pytest.raises(Refused, match="现在不能"):
            do(handling.turn_down, made, by=by)


def test_shredded_it_is_forgotten(world, tell, hand, wang, li, do):
    first = hand(tell(wang, "李小河"), world.lawyer)
    do(handling.close, first, Outcome.ADVISED, by=world.actor(world.lawyer.person))
    do(handling.shred, first, by=world.actor(wang))
    hand(tell(li, ""), world.lawyer)
    db.session.rollback()
