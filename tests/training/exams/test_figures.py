"""How items fare: first answers alone, nobody's answer told, the same at the desk of a draft."""

import secrets

import pytest
from sqlalchemy import event

from core.db import db
from training.courses.models import VersionStatus
from training.exams.models import Attempt, Item, ItemKind
from training.exams.queries.figures import list_handed_in
from training.exams.queries.items import find_bank
from training.exams.rules import figures as rules
from training.exams.rules.figures import HandedIn, Sign, Wrong

SINGLE = Item(
    id=1, kind=ItemKind.SINGLE, text="一", choices=["甲", "乙", "丙"], answer=[1], tolerance=0
)
MULTIPLE = Item(
    id=2, kind=ItemKind.MULTIPLE, text="二", choices=["甲", "乙", "丙"], answer=[0, 1], tolerance=0
)
TRUTH = Item(id=3, kind=ItemKind.TRUTH, text="三", choices=[], answer=[1], tolerance=0)
NUMBER = Item(id=4, kind=ItemKind.NUMBER, text="四", choices=[], answer=[75], tolerance=5)
ORDER = Item(
    id=5, kind=ItemKind.ORDER, text="五", choices=["甲", "乙", "丙"], answer=[], tolerance=0
)
KINDS = (SINGLE, MULTIPLE, TRUTH, NUMBER, ORDER)


def handed(item, order, *answers, people=None):
    """Return papers with this one item, of as many people as there are answers."""
    people = people or range(1, len(answers) + 1)
    return [
        HandedIn(person, [[item.id, order]], {} if said is None else {"0": said})
        for person, said in zip(people, answers, strict=True)
    ]


def found(item, papers):
    return rules.count([item], papers).get(item.id)


class TestCounting:
    def test_fewer_than_five_are_nobodys(self):
        assert found(SINGLE, handed(SINGLE, [0, 1, 2], *[[1]] * 4)) is None
        five = found(SINGLE, handed(SINGLE, [0, 1, 2], *[[1]] * 5))
        assert (five.asked, five.people, five.share, five.wrong) == (5, 5, 100, None)

    @pytest.mark.parametrize("more", range(5))
    def test_from_the_difference_nobodys_answer_is_told(self, more):
        five = [[1]] * 3 + [[0]] * 2
        later = found(SINGLE, handed(SINGLE, [0, 1, 2], *five, *[[0]] * more))
        assert (later.people, later.right, later.share) == (5, 3, 60)
        assert later.asked == 5 + more

    def test_the_first_answer_counts(self):
        """Afterwards one has been shown what is right."""
        again = handed(SINGLE, [0, 1, 2], *[[0]] * 5) + handed(SINGLE, [0, 1, 2], *[[1]] * 5)
        assert (found(SINGLE, again).asked, found(SINGLE, again).people) == (10, 5)
        assert found(SINGLE, again).share == 0

    def test_places_are_read_in_the_order_that_was_shown(self):
        papers = handed(SINGLE, [2, 0, 1], *[[2]] * 5, *[[0]] * 5)
        fared = found(SINGLE, papers)
        assert (fared.right, fared.wrong) == (5, Wrong(value=2, people=5))
        assert rules.wrong_in_words(SINGLE, fared.wrong) == "丙"

    def test_what_few_have_taken_for_right_is_not_named(self):
        papers = handed(SINGLE, [0, 1, 2], *[[0]] * 4, *[[2]] * 4, *[[1]] * 2)
        assert (found(SINGLE, papers).right, found(SINGLE, papers).wrong) == (2, None)

    def test_of_several_what_was_ticked_and_should_not_be(self):
        papers = handed(MULTIPLE, [0, 1, 2], *[[0, 2]] * 5, *[[0]] * 3, *[[0, 1]] * 2)
        fared = found(MULTIPLE, papers)
        assert (fared.right, fared.wrong) == (2, Wrong(value=2, people=5))

    def test_a_number_is_named_as_it_was_written(self):
        fared = found(NUMBER, handed(NUMBER, [], *[[60]] * 6, *[[78]] * 4))
        assert (fared.right, fared.wrong) == (4, Wrong(value=60, people=6))
        assert rules.wrong_in_words(NUMBER, fared.wrong) == "60"

    def test_nothing_said_is_not_right_and_no_choice(self):
        fared = found(TRUTH, handed(TRUTH, [], *[None] * 6, *[[1]] * 4))
        assert (fared.right, fared.wrong) == (4, None)
        fared = found(ORDER, handed(ORDER, [2, 0, 1], *[[3, 1, 2]] * 5, *[[1, 2, 3]] * 5))
        assert (fared.right, fared.wrong) == (5, None)

    def test_an_item_that_is_not_in_the_bank_is_passed_over(self):
        assert rules.count([TRUTH], handed(SINGLE, [0, 1, 2], *[[1]] * 5)) == {}


class TestSigns:
    @pytest.mark.parametrize(
        ("right", "wrong", "sign"),
        [
            (0, 5, None),  # too few to speak of the item
            (5, 0, None),
            (0, 10, Sign.HARD),
            (2, 8, Sign.HARD),
            (3, 7, None),
            (9, 1, None),
            (10, 0, Sign.EASY),
            (19, 1, Sign.EASY),
            (18, 2, None),
        ],
    )
    def test_of_enough_people(self, right, wrong, sign):
        papers = handed(TRUTH, [], *[[1]] * right, *[[0]] * wrong)
        assert found(TRUTH, papers).sign is sign


class TestDrafts:
    def test_the_same_question_keeps_its_figures(self):
        copy = Item(**as_facts(SINGLE) | {"id": 11})
        anew = [
            Item(**as_facts(SINGLE) | {"id": 12 + n} | change)
            for n, change in enumerate(
                ({"text": "别的"}, {"answer": [0]}, {"choices": ["甲", "乙"]}, {"tolerance": 1})
            )
        ]
        fares = rules.count([SINGLE], handed(SINGLE, [0, 1, 2], *[[1]] * 5))
        assert rules.matched([copy, *anew], KINDS, fares) == {11: fares[1]}


def as_facts(item):
    return {n: getattr(item, n) for n in ("id", "kind", "text", "choices", "answer", "tolerance")}


@pytest.mark.both_engines
class TestDesk:
    @pytest.fixture
    def desk(self, school, client):
        client.log_in(school.teacher)
        return f"/teach/courses/{school.course.id}/items/"

    def sat(self, school, item, people, said, **kw):
        """Let so many people hand in a paper with this one item."""
        for _number in range(people):
            enrolment = school.enrol(school.make.person(), done=False)
            self.handed(school, enrolment, item, said, **kw)

    def handed(self, school, enrolment, item, said, **kw):
        made = {"status": "handed_in", "right": 0, "score": 0, "passed": False, **kw}
        return school.make.add(
            Attempt(
                ref=secrets.token_urlsafe(18),
                enrolment_id=enrolment.id,
                seed=1,
                paper=[[item.id, list(range(len(item.choices)))]],
                answers={"0": said},
                started_at=school.at,
                ends_at=school.at.replace(year=2099),
                ended_at=None if made["status"] == "open" else school.at,
                **made,
            )
        )

    def item(self, school, version=None, **kw):
        made = {"text": "生肉放哪里", "choices": ["上面", "下面", "门上"], "answer": [1], **kw}
        return school.item(version or school.version, ItemKind.SINGLE, 1, **made)

    def test_nobody_has_handed_in(self, client, school, desk):
        page = client.get(desk).text
        assert "题出得怎样" not in page
        assert "问过" not in page

    def test_how_it_fares(self, client, school, desk):
        item = self.item(school)
        self.sat(school, item, 4, [0])
        page = client.get(desk).text
        assert "数的是交上来的 4 份卷子。" in page
        assert "问过" not in page
        self.sat(school, item, 5, [0])
        self.sat(school, item, 1, [1])
        page = client.get(desk).text
        assert "问过 10 次。10 人第一次做，答对的占 10%。" in page
        assert "答错的，最多的答“上面”，9 人。" in page
        assert "几乎没人答对</span>" in page
        assert "几乎人人答对</span>" not in page

    def test_only_what_was_handed_in_of_this_version(self, client, school, desk):
        item = self.item(school)
        self.sat(school, item, 5, [1], status="run_out")
        self.sat(school, item, 5, [1], **dict.fromkeys(("right", "score", "passed")), status="open")
        past = school.make_version(number=2, status=VersionStatus.PAST)
        for _number in range(5):
            enrolment = school.enrol(school.make.person(), past, done=False)
            self.handed(school, enrolment, item, [1])
        assert list_handed_in(find_bank(school.course.id)) == []
        assert "问过" not in client.get(desk).text

    def test_the_newest_papers_are_read_the_first_of_them_first(self, school):
        item = self.item(school)
        self.sat(school, item, 3, [1])
        bank = find_bank(school.course.id)
        papers = list_handed_in(bank)
        assert [each.person_id for each in papers] == sorted(each.person_id for each in papers)
        assert list_handed_in(bank, limit=2) == papers[1:]

    def test_while_a_draft_is_written(self, client, school, desk):
        self.sat(school, self.item(school), 5, [1])
        draft = school.make_version(number=2, status=VersionStatus.DRAFT)
        self.item(school, draft, text="换了一道")
        page = client.get(desk).text
        assert "题出得怎样" in page
        assert "问过" not in page
        self.item(school, draft)
        page = client.get(desk).text
        assert page.count("问过 5 次") == 1
        assert "答对的占 100%" in page

    def test_as_many_queries_for_many_as_for_few(self, client, school, desk):
        seen = []

        def note(_connection, _cursor, statement, *_more):
            if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE")):
                seen.append(statement)

        item, counts = self.item(school), []
        school.make_version(number=2, status=VersionStatus.DRAFT)
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            for people in (1, 12):
                self.sat(school, item, people, [1])
                self.item(school)
                seen.clear()
                client.get(desk)
                counts.append(len(seen))
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        assert counts[0] == counts[1] <= 8
