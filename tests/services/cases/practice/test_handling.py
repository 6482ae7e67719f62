"""One case: opened part by part, noted, handed on, closed; everybody else finds nothing."""

import pytest
from sqlalchemy import select, text

from core.db import db
from core.notices.models import Notice
from services.cases.models import CaseStatus, Opener, Opening, Outcome
from services.cases.operations import handling, safekeeping
from tests.services.cases.conftest import CANARY
from tests.services.help.pages.forms import form_of

pytestmark = pytest.mark.both_engines
S = CaseStatus
SECRETS = (CANARY, "家暴")


@pytest.fixture
def submitted(world, case, do):
    do(handling.submit, case, None, by=world.actor(world.guest))
    return case


def opened():
    query = select(Opening.person_id, Opening.opener, Opening.what).order_by(Opening.id)
    return [tuple(row) for row in db.session.execute(query)]


def notes_of(world, case, do):
    said = do(safekeeping.open_part, case, "notes", by=world.actor(world.guest))
    return [each["text"] for each in said.get("notes", ())]


class TestOpening:
    """A POST, written down, and shown as its answer alone."""

    def test_the_page_has_no_word_until_it_is_opened(self, lawyer, handed, world):
        url = f"/practice/cases/{handed.number}"
        page = lawyer.get(url)
        assert f"编号 {handed.number}" in page.text
        assert "会记下来，本人看得到" in page.text
        assert not any(each in page.text for each in (*SECRETS, world.guest.name))
        assert opened() == []
        answer = lawyer.send(f"{url}/open", part="intake")
        assert answer.status_code == 200
        assert all(each in answer.text for each in SECRETS)
        assert answer.headers["Cache-Control"] == "no-store"
        assert opened() == [(world.lawyer.person_id, Opener.PRACTITIONER, "intake")]
        assert not any(each in lawyer.get(url).text for each in SECRETS)

    @pytest.mark.parametrize("part", ["notes", "papers"])
    def test_where_nothing_was_written(self, lawyer, handed, part):
        answer = lawyer.send(f"/practice/cases/{handed.number}/open", part=part)
        assert "这里还没有写什么" in answer.text

    @pytest.mark.parametrize("part", ["", "x", "glass:1", "#manifest", "intake "])
    def test_a_part_that_is_none(self, lawyer, handed, part):
        answer = lawyer.send(f"/practice/cases/{handed.number}/open", part=part)
        assert answer.status_code == 422
        assert opened() == []

    def test_the_clerk_opens_it_until_it_is_handed_on(self, client, world, submitted, contact):
        client.log_in(contact)
        url = f"/practice/cases/{submitted.number}"
        page = client.get(url)
        assert "打开记录" not in page.text
        assert f"{url}/notes" not in page.text
        assert CANARY in client.send(f"{url}/open", part="intake").text
        assert opened() == [(contact.id, Opener.CONTACT, "intake")]
        sent = {**form_of(page, f"{url}/hand"), "to": world.lawyer.id}
        assert client.post(f"{url}/hand", data=sent).location == "/practice/"
        for answer in (client.get(url), client.send(f"{url}/open", part="intake")):
            assert answer.status_code == 404
            assert CANARY not in answer.text

    def test_nobody_else_finds_it(self, client, world, make, handed, contact, colleague):
        admin = make.person()
        make.admin(admin)
        others = [contact, colleague.person, world.officer, admin, world.guest, make.person()]
        for person in others:
            client.log_in(person)
            url = f"/practice/cases/{handed.number}"
            answers = [client.get(url)]
            answers += [
                client.send(f"{url}/{step}", part="intake", text="x", to="1")
                for step in ("open", "notes", "hand", "close", "refer")
            ]
            assert {each.status_code for each in answers} == {404}
            assert not any(CANARY in each.text for each in answers)
        assert opened() == []

    def test_what_was_withdrawn_and_shredded(self, lawyer, handed, world, do):
        by, url = world.actor(world.guest), f"/practice/cases/{handed.number}"
        do(handling.withdraw, handed, by=by)
        page = lawyer.get(url)
        assert "本人撤回了" in page.text
        assert f"{url}/open" not in page.text
        answer = lawyer.send(f"{url}/open", part="intake")
        assert answer.status_code == 422
        assert CANARY not in answer.text
        do(handling.shred, handed, by=by)
        assert "已经销毁" in lawyer.get(url).text
        assert lawyer.send(f"{url}/open", part="intake").status_code == 422


class TestNotes:
    """Added without seeing those that stand there."""

    def test_one_more(self, lawyer, handed, world, do):
        url = f"/practice/cases/{handed.number}"
        sent = {**form_of(lawyer.get(url), f"{url}/notes"), "text": f"{CANARY}-记录"}
        assert [lawyer.post(f"{url}/notes", data=sent).location for _time in range(2)] == [url] * 2
        assert lawyer.send(f"{url}/notes", text="第二条").location == url
        assert "记录</textarea>" not in lawyer.get(url).text
        assert CANARY not in lawyer.get(url).text
        answer = lawyer.send(f"{url}/open", part="notes")
        assert f"{CANARY}-记录" in answer.text
        assert "您写的" in answer.text
        assert notes_of(world, handed, do) == [f"{CANARY}-记录", "第二条"]

    @pytest.mark.parametrize("words", ["", "   ", "长" * 4001])
    def test_nonsense_is_refused_and_stays(self, lawyer, handed, words):
        answer = lawyer.send(f"/practice/cases/{handed.number}/notes", text=words)
        assert answer.status_code == 422
        assert words.strip() in answer.text

    def test_what_a_form_said_is_not_remembered_in_plain_words(self, lawyer, handed):
        lawyer.send(f"/practice/cases/{handed.number}/notes", text=CANARY)
        for table in ("once", "history_entry", "notice"):
            names = {each[0] for each in db.session.execute(text(TABLES[db.engine.dialect.name]))}
            if table in names:
                rows = db.session.execute(text(f'SELECT * FROM "{table}"')).all()
                assert CANARY not in str(rows)


TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables",
}


class TestHanding:
    """On to somebody who can be booked at the same clinic."""

    def test_a_practitioner_says_why_for_the_next_one_alone(
        self, lawyer, handed, world, colleague, client, do, again
    ):
        url = f"/practice/cases/{handed.number}"
        page = lawyer.get(url)
        assert "文律师 · 律师" in page.text
        assert world.lawyer.person.name not in page.text
        sent = {**form_of(page, f"{url}/hand"), "to": colleague.id}
        answer = lawyer.post(f"{url}/hand", data={**sent, "why": ""})
        assert answer.status_code == 422
        assert "请写为什么转交" in answer.text
        assert (
            lawyer.post(f"{url}/hand", data={**sent, "why": "和对方认识"}).location == "/practice/"
        )
        assert again(handed).practitioner_id == colleague.id
        assert lawyer.get(url).status_code == 404
        assert lawyer.get("/practice/").text.count(handed.number) == 0
        client.log_in(colleague.person)
        assert "和对方认识" not in client.get(url).text
        answer = client.send(f"{url}/open", part="notes")
        assert "和对方认识" in answer.text
        assert "经办人写的" in answer.text

    @pytest.mark.parametrize("to", ["", "x", "0", "99999"])
    def test_to_nobody(self, lawyer, handed, colleague, to, again):
        answer = lawyer.send(f"/practice/cases/{handed.number}/hand", to=to, why="有原因")
        assert answer.status_code == 422
        assert "有原因" in answer.text
        assert again(handed).practitioner.person_id != colleague.person_id

    def test_who_cannot_be_booked_here_is_none(
        self, lawyer, handed, world, make, daily, colleague, again
    ):
        elsewhere = world.practitioner(make.person(name="外地律师"))
        daily(elsewhere, world.make_clinic(title="别处"))
        expired = world.practitioner(make.person(name="过期律师"), licence_until=world.at.date())
        daily(expired)
        expired.licence_until = world.at.date().replace(year=2020)
        db.session.commit()
        page = lawyer.get(f"/practice/cases/{handed.number}")
        assert colleague.person.name in page.text
        for other in (elsewhere, expired):
            assert other.person.name not in page.text
            url = f"/practice/cases/{handed.number}/hand"
            assert lawyer.send(url, to=other.id, why="x").status_code == 422
        assert again(handed).practitioner_id == world.lawyer.id

    def test_not_to_the_client(self, client, world, contact, colleague, daily, do):
        made = do(handling.begin, world.clinic, by=world.actor(colleague.person))
        said = {"story": "一件事"}
        do(safekeeping.save_intake, made, said, by=world.actor(colleague.person))
        do(handling.submit, made, None, by=world.actor(colleague.person))
        client.log_in(contact)
        url = f"/practice/cases/{made.number}"
        page = client.get(url)
        assert colleague.person.name not in page.text
        assert world.lawyer.person.name in page.text
        assert client.send(f"{url}/hand", to=colleague.id).status_code == 422

    def test_where_nobody_else_is(self, lawyer, handed):
        page = lawyer.get(f"/practice/cases/{handed.number}")
        assert "没有别人能接" in page.text
        assert lawyer.send(f"/practice/cases/{handed.number}/hand", why="x").status_code == 422


class TestClosing:
    """With an outcome that tells nothing of the matter."""

    def test_it_is_done(self, lawyer, handed, world, again):
        url = f"/practice/cases/{handed.number}"
        sent = {**form_of(lawyer.get(url), f"{url}/close"), "outcome": "referred"}
        answer = lawyer.post(f"{url}/close", data=sent)
        assert answer.location == url
        closed = again(handed)
        assert (closed.status, closed.outcome) == (S.CLOSED, Outcome.REFERRED)
        page = lawyer.get(url)
        assert "这件事办结了" in page.text
        assert "转到别的机构" in page.text
        for step in ("notes", "hand", "close", "refer"):
            assert f"{url}/{step}" not in page.text
        assert handed.number in lawyer.get("/practice/cases/").text
        assert handed.number not in lawyer.get("/practice/").text
        assert CANARY in lawyer.send(f"{url}/open", part="intake").text
        for step in ("notes", "hand", "close"):
            answer = lawyer.send(f"{url}/{step}", text="x", outcome="advised", why="x", to="1")
            assert answer.status_code == 422
        events = select(Notice.event).where(Notice.person_id == world.guest.id)
        assert "cases.closed" in db.session.scalars(events).all()

    @pytest.mark.parametrize("outcome", ["", "x", "closed"])
    def test_an_outcome_that_is_none(self, lawyer, handed, outcome, again):
        answer = lawyer.send(f"/practice/cases/{handed.number}/close", outcome=outcome)
        assert answer.status_code == 422
        assert again(handed).status is S.HANDED

    def test_the_clerk_closes_nothing(self, client, submitted, contact, again):
        client.log_in(contact)
        url = f"/practice/cases/{submitted.number}"
        assert f"{url}/close" not in client.get(url).text
        for step in ("close", "notes", "refer"):
            answer = client.send(f"{url}/{step}", outcome="advised", text="x")
            assert answer.status_code == 422
        assert again(submitted).status is S.OPEN

    def test_the_list_comes_in_pages(self, lawyer, world, make, do):
        for _number in range(31):
            client = world.actor(make.person())
            made = do(handling.begin, world.clinic, by=client)
            do(safekeeping.save_intake, made, {"story": "一件事"}, by=client)
            do(handling.submit, made, world.lawyer, by=client)
            do(handling.close, made, Outcome.ADVISED, by=world.actor(world.lawyer.person))
        page = lawyer.get("/practice/cases/")
        assert page.text.count("编号 ") == 30
        older = page.text.split('rel="next"', maxsplit=1)[0].rpartition('href="')[2].split('"')[0]
        assert lawyer.get(older).text.count("编号 ") == 1
        assert "前面没有了" in lawyer.get("/practice/cases/?after=1").text
        assert lawyer.get("/practice/cases/?after=x").status_code == 404


class TestCounselling:
    """No diagnosis and no treatment; the step to a medical institution."""

    def test_the_step_is_put_down_and_the_outcome_says_so(
        self, client, counselled, world, do, again
    ):
        counsellor, _appointment, case = counselled
        client.log_in(counsellor)
        url = f"/practice/cases/{case.number}"
        page = client.get(url)
        for told in ("不作诊断，也不治疗", "建议去医疗机构", "转介到医疗机构", "120"):
            assert told in page.text
        sent = form_of(page, f"{url}/refer")
        for _time in range(2):
            assert client.post(f"{url}/refer", data=sent).location == url
        (note,) = notes_of(world, case, do)
        assert "医疗机构" in note
        assert client.send(f"{url}/close", outcome="referred").location == url
        assert again(case).outcome is Outcome.REFERRED
        assert "转介到医疗机构" in client.get(url).text
        assert client.send(f"{url}/refer").status_code == 422

    def test_not_where_the_law_is_asked_about(self, lawyer, handed, world, do):
        url = f"/practice/cases/{handed.number}"
        page = lawyer.get(url)
        assert "医疗机构" not in page.text
        answer = lawyer.send(f"{url}/refer")
        assert answer.status_code == 422
        assert "只有心理疏导才有" in answer.text
        assert notes_of(world, handed, do) == []

    def test_there_is_no_clerk(self, client, counselled, contact):
        _counsellor, _appointment, case = counselled
        client.log_in(contact)
        assert client.get(f"/practice/cases/{case.number}").status_code == 404
        assert case.number not in client.get("/practice/").text
