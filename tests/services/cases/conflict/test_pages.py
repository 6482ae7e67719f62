"""What the clerk sees is yes or no, the client nothing at all, and nobody asks without end."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import VILLAGE
from core.db import db
from core.history.models import Entry
from core.notices.models import Notice
from services.cases.models import Case, CaseStatus, Opening
from services.cases.rules import conflict as rules
from tests.services.cases.conflict.conftest import again, parties
from tests.services.help.pages.forms import form_of

pytestmark = pytest.mark.both_engines
S = CaseStatus
UNFIT = "不宜接手这件事"
NAMES = ("李小河", "13900139000", "王大山")


@pytest.fixture
def against(world, make, tell, hand, wang, li):
    """Return a case against a client of the lawyer's, who can be booked; the clerk has it."""
    hand(tell(li, ""), world.lawyer)
    return tell(wang, "李小河")


def url_of(case, step=""):
    return f"/practice/cases/{case.number}{step}"


def said_after(entry_id, case):
    """Return what was written down since, and what anybody was told."""
    query = select(Entry).where(Entry.id > entry_id).order_by(Entry.id)
    lines = [(e.action, e.about, e.was, e.became) for e in db.session.scalars(query)]
    told = select(Notice.person_id, Notice.event).where(Notice.url.endswith(case.number))
    return lines, sorted(tuple(row) for row in db.session.execute(told))


def last_entry():
    db.session.rollback()
    return db.session.scalar(select(Entry.id).order_by(Entry.id.desc()).limit(1)) or 0


class TestTheClerk:
    """Yes or no, in the answer that opens the intake; and no handing over."""

    def test_sees_it_beside_the_name(self, client, world, contact, against, colleague):
        client.log_in(contact)
        page = client.get(url_of(against))
        assert UNFIT not in page.text
        assert "就会看到谁不宜接手" in page.text
        answer = client.send(url_of(against, "/open"), part="intake")
        assert f"陆律师 · 律师：{UNFIT}" in answer.text
        assert f"文律师 · 律师：{UNFIT}" not in answer.text
        assert "文律师 · 律师" in answer.text
        other = again(against).number
        assert not set(re.findall(r"编号 ([0-9A-Z]{10})", answer.text)) - {other}
        assert UNFIT not in client.get(url_of(against)).text
        for part in ("papers",):
            assert UNFIT not in client.send(url_of(against, "/open"), part=part).text

    def test_hands_it_to_nobody_who_is_unfit(self, client, contact, against, world, colleague):
        client.log_in(contact)
        sent = form_of(client.get(url_of(against)), url_of(against, "/hand"))
        before = last_entry()
        answer = client.post(url_of(against, "/hand"), data={**sent, "to": world.lawyer.id})
        assert answer.status_code == 422
        assert "这位不宜接手这件事，请选别人，或者还给本人" in answer.text
        assert not any(each in answer.text for each in NAMES)
        assert again(against).status is S.OPEN
        assert said_after(before, against)[0] == []
        assert db.session.scalars(select(Opening.what)).all() == []
        answer = client.post(url_of(against, "/hand"), data={**sent, "to": colleague.id})
        assert answer.location == "/practice/"

    def test_gives_it_back(self, client, contact, against, wang):
        client.log_in(contact)
        page = client.get(url_of(against))
        assert "是，还给本人" in page.text
        sent = form_of(page, url_of(against, "/return"))
        assert client.post(url_of(against, "/return"), data=sent).location == "/practice/"
        assert again(against).status is S.DRAFT
        assert client.get(url_of(against)).status_code == 404
        assert client.post(url_of(against, "/return"), data=sent).status_code == 404
        query = select(Notice.event).where(Notice.person_id == wang.id).order_by(Notice.id.desc())
        assert db.session.scalars(query).first() == "cases.returned"

    def test_asks_no_more_than_so_often(self, client, contact, against, world, monkeypatch):
        limit = rules.Limit(rules.ASKED.name, 3, rules.ASKED.window)
        monkeypatch.setattr(rules, "ASKED", limit)
        client.log_in(contact)
        opened = client.send(url_of(against, "/open"), part="intake")
        assert UNFIT in opened.text
        for _time in range(2):  # a refusal counts
            answer = client.send(url_of(against, "/hand"), to=world.lawyer.id)
            assert answer.status_code == 422
        assert client.send(url_of(against, "/hand"), to=world.lawyer.id).status_code == 429
        opened = client.send(url_of(against, "/open"), part="intake")
        assert "李小河" in opened.text  # what they may read, they read
        assert UNFIT not in opened.text
        assert "今天核对的次数太多了" in opened.text


class TestTheClient:
    """Nobody finds out who a lawyer's clients are by writing names and handing in."""

    def hand_in(self, client, world, person, case, hour):
        """Hand a case in by the page to a time with the lawyer; return all that one sees of it."""
        appointment = world.book(hour, person)
        client.log_in(person)
        where = f"/appointments/cases/{case.number}"
        before = last_entry()
        sent = form_of(client.get(f"{where}/submit"), "")
        answer = client.post(f"{where}/submit", data={**sent, "to": appointment.ref})
        seen = [answer.status_code, answer.location, client.get(where).text]
        seen += said_after(before, case)
        hidden = {case.number: "N", str(person.id): "P", appointment.ref: "R"}
        return [plain(each, hidden) for each in seen]

    def test_what_they_see_is_the_same(self, client, world, make, tell, hand, look, contact, li):
        look(hand(tell(li, ""), world.lawyer), world.lawyer.person)
        days = workdays(world)
        found = []
        for name, others in (("王大山", "李小河"), ("赵六甲", "周扒皮")):
            person = make.person(name=name)
            case = tell(person, others, submits=False)
            found.append(self.hand_in(client, world, person, case, next(days)))
        assert found[0] == found[1]
        assert found[0][0] == "302"
        assert "陆律师" in found[0][2]

    def test_the_practitioner_is_refused_the_opening_and_gives_it_back(
        self, client, world, tell, hand, look, li, wang
    ):
        look(hand(tell(li, ""), world.lawyer), world.lawyer.person)
        case = tell(wang, "李小河", to=world.lawyer)
        client.log_in(world.lawyer.person)
        page = client.get(url_of(case))
        assert "不宜" not in page.text
        for part in ("intake", "papers", "notes", "paper:1"):
            answer = client.send(url_of(case, "/open"), part=part)
            assert answer.status_code == 422
            assert "请还给本人，不用写原因" in answer.text
            assert not any(each in answer.text for each in NAMES)
        query = select(Opening.person_id).where(Opening.case_id == case.id)
        assert db.session.scalars(query).all() == []
        sent = form_of(page, url_of(case, "/return"))
        before = last_entry()
        assert client.post(url_of(case, "/return"), data=sent).location == "/practice/"
        lines, told = said_after(before, case)
        assert [each[:2] for each in lines] == [("return", "case_envelope")]
        assert (wang.id, "cases.returned") in told

    def test_it_is_given_back_in_the_same_words_for_any_reason(
        self, client, world, make, tell, hand, look, li
    ):
        look(hand(tell(li, ""), world.lawyer), world.lawyer.person)
        found = []
        for name, others in (("王大山", "李小河"), ("赵六甲", "周扒皮")):
            person = make.person(name=name)
            case = tell(person, others, to=world.lawyer)
            before = last_entry()
            client.log_in(world.lawyer.person)
            client.send(url_of(case, "/return"))
            client.log_in(person)
            seen = [
                client.get(f"/appointments/cases/{case.number}").text,
                *said_after(before, case),
            ]
            found.append([plain(each, {case.number: "N", str(person.id): "P"}) for each in seen])
        assert found[0] == found[1]


def plain(seen, hidden):
    """Return the words that were seen, without what differs between any two: names and times."""
    said = re.sub(r"<[^>]*>", " ", str(seen))
    for each in ("王大山", "赵六甲"):
        said = said.replace(each, "名字")
    for each, sign in hidden.items():
        said = re.sub(rf"(?<![0-9A-Za-z]){re.escape(each)}(?![0-9A-Za-z])", sign, said)
    return re.sub(r"\d+[:：月日]\d*|\s+", " ", said)


def workdays(world):
    for day in range(2, 12):
        start = world.start(9, day=day)
        if start.astimezone(VILLAGE).weekday() < 5:
            yield start


def test_logs_and_history_have_nothing_of_it(
    client, world, contact, against, colleague, capfd, caplog
):
    client.log_in(contact)
    client.send(url_of(against, "/open"), part="intake")
    client.send(url_of(against, "/hand"), to=world.lawyer.id)
    client.send(url_of(against, "/hand"), to=colleague.id)
    said = capfd.readouterr()
    said = said.out + said.err + caplog.text
    said += str([vars(each) for each in db.session.scalars(select(Entry))])
    said += str([vars(each) for each in db.session.scalars(select(Notice))])
    marks = list(parties().values())
    for word in (*NAMES, "conflict", "case_party", "不宜"):
        assert word not in said
    assert not any(row.hex()[:32] in said or str(row[:16]) in said for row in marks)
    assert db.session.get(Case, against.id).practitioner_id == colleague.id


def test_the_limit_is_of_a_day():
    assert rules.ASKED.window == timedelta(days=1)
