"""The questions: kept as one goes, shown by no GET, opened by a POST that stands in the log."""

import re
from datetime import timedelta

import pytest

from core.db import db
from core.once.models import Once
from services.cases.models import Case
from services.cases.operations import handling, safekeeping
from services.cases.rules.intake import LONGEST, MATTERS, QUESTIONS
from tests.services.cases.conftest import CANARY
from tests.services.help.pages.forms import form_of

pytestmark = pytest.mark.both_engines
ANSWERS = {
    "story": {"story": f"{CANARY}\r\n第二行"},
    "matter": {"matter": "pay"},
    "whom": {"whom": "ward", "whom_name": "小宝"},
    "others": {"others": "某某公司\n王老板"},
    "household": {"circumstances": ["migrant"], "people": "4", "income": "3000"},
}


@pytest.fixture
def fresh(guest, world, do):
    """A case in which nothing was said yet; the address of its pages."""
    made = do(handling.begin, world.clinic, by=world.actor(world.guest))
    return f"/appointments/cases/{made.number}"


@pytest.fixture
def said(world):
    def read():
        db.session.rollback()
        return safekeeping.read_part(db.session.query(Case).one(), "intake")

    return read


def answer_all(client, url):
    for question, fields in ANSWERS.items():
        answer = client.send(f"{url}/write/{question}", fields)
        assert answer.status_code == 302, (question, answer.text)
    return answer


def test_one_question_leads_to_the_next(guest, fresh, said):
    assert guest.get(f"{fresh}/write").location == f"{fresh}/write/story"
    names = list(QUESTIONS)
    for question, following in zip(names, [*names[1:], None], strict=True):
        page = guest.get(f"{fresh}/write/{question}")
        assert page.text.count("<textarea") + page.text.count("form-check-input") >= 1
        sent = form_of(page, f"{fresh}/write/{question}") | ANSWERS[question]
        after = guest.post(f"{fresh}/write/{question}", data=sent).location
        assert after == (f"{fresh}/write/{following}" if following else f"{fresh}/papers")
    assert said() == {
        "story": f"{CANARY}\n第二行",
        "matter": "pay",
        "whom": "ward",
        "whom_name": "小宝",
        "others": "某某公司\n王老板",
        "circumstances": ["migrant"],
        "people": 4,
        "income": 3000,
    }
    assert guest.get(f"{fresh}/write").location == f"{fresh}/papers"


def test_no_browser_is_asked_to_remember_it(guest, fresh):
    for question in QUESTIONS:
        page = guest.get(f"{fresh}/write/{question}").text
        form = re.search(r'<form class="sheet".*?</form>', page, re.DOTALL)[0]
        assert 'autocomplete="off"' in form.partition(">")[0]
        for field in re.findall(r"<(?:textarea|input)[^>]*>", form):
            if 'type="text"' in field or field.startswith("<textarea"):
                assert 'autocomplete="off"' in field, field


def test_one_comes_back_to_the_first_that_is_open(guest, fresh):
    guest.send(f"{fresh}/write/matter", matter="unknown")
    assert guest.get(f"{fresh}/write").location == f"{fresh}/write/story"
    guest.send(f"{fresh}/write/story", story="一")
    assert guest.get(f"{fresh}/write").location == f"{fresh}/write/whom"


def test_a_get_never_shows_what_was_said(guest, world, fresh, opened, open_case):
    answer_all(guest, fresh)
    pages = [fresh, f"{fresh}/papers", f"{fresh}/submit", "/appointments/cases/"]
    for url in [*pages, *(f"{fresh}/write/{each}" for each in QUESTIONS)]:
        text = guest.get(url).text
        for word in ("CANARY", "小宝", "某某公司", "3000"):
            assert word not in text, url
    assert "写过了" in guest.get(f"{fresh}/write/story").text
    assert "<textarea" not in guest.get(f"{fresh}/write/story").text
    assert opened(open_case()) == []


def test_it_opens_with_a_post_that_stands_in_the_log(guest, world, fresh, opened, open_case):
    answer_all(guest, fresh)
    for question, fields in ANSWERS.items():
        page = guest.send(f"{fresh}/write/{question}/open")
        assert page.status_code == 200
        shown = form_of(page, f"{fresh}/write/{question}")
        for name, value in fields.items():
            if name != "circumstances":
                assert shown[name] == value.replace("\r\n", "\n")
    assert opened(open_case()) == [(world.guest.id, "client", "intake")] * len(QUESTIONS)
    changed = guest.send(f"{fresh}/write/story", story="改过")
    assert changed.location == fresh
    assert "改好了" in guest.get(fresh).text


def test_the_switches_lead_back_to_a_page(guest, fresh):
    """A page that was posted for has no address of its own: 长辈版 on it leads to one that does."""
    guest.send(f"{fresh}/write/story", story="一")
    page = guest.send(f"{fresh}/review")
    back = re.search(r'name="next"\s+value="([^"]+)"', page.text)
    assert back is not None
    assert guest.get(back[1]).status_code == 200


def test_what_was_typed_is_kept_with_what_is_wrong(guest, fresh, said):
    wrong = [
        ("story", {"story": "  "}, "请写几句"),
        ("story", {"story": "长" * (LONGEST["story"] + 1)}, "写得太长"),
        ("matter", {}, "请选一个"),
        ("matter", {"matter": "nothing"}, "请从列表里选"),
        ("whom", {"whom": "all", "whom_name": "甲"}, "请从列表里选"),
        ("whom", {"whom": "self", "whom_name": "长" * 41}, "写得太长"),
        ("others", {"others": "\n".join(f"人{each}" for each in range(21))}, "最多写 20 个"),
        ("others", {"others": "长" * 1001}, "写得太长"),
        ("household", {"people": "很多", "income": "1"}, "请只写数字"),
        ("household", {"people": "0"}, "1 到 30"),
        ("household", {"people": "31"}, "1 到 30"),
        ("household", {"income": "-1"}, "0 到 100 万"),
        ("household", {"income": "1000001"}, "0 到 100 万"),
        ("household", {"income": "1e3"}, "请只写数字"),
        ("household", {"circumstances": ["migrant", "rich"]}, "请从列表里选"),
    ]
    for question, fields, words in wrong:
        answer = guest.send(f"{fresh}/write/{question}", fields)
        assert answer.status_code == 422, (question, fields)
        assert words in answer.text, (question, fields)
        for value in fields.values():
            if isinstance(value, str) and value.strip() and value not in {"nothing", "all"}:
                assert value in answer.text
    assert said() == {}


def test_what_one_may_leave_out(guest, fresh, said):
    assert guest.send(f"{fresh}/write/others", others="").status_code == 302
    assert guest.send(f"{fresh}/write/household").status_code == 302
    assert said() == {"others": "", "circumstances": [], "people": None, "income": None}
    assert "写过了" in guest.get(f"{fresh}/write/others").text


def test_other_fields_get_nowhere(guest, fresh, said):
    extra = {"status": "closed", "client_id": "1", "matter": "pay", "a[b]": "1", "id": "1"}
    guest.send(f"{fresh}/write/story", {"story": "一", **extra})
    assert said() == {"story": "一"}


def test_review_shows_all_of_it_with_the_hint(guest, world, fresh, opened, open_case):
    answer_all(guest, fresh)
    page = guest.send(f"{fresh}/review")
    assert page.status_code == 200
    for words in ("CANARY", "小宝", "王老板", "一家 4 口人", str(MATTERS["pay"])):
        assert words in page.text
    assert "看起来可能符合" in page.text
    assert "由法律援助机构决定" in page.text
    assert "法律援助法第 31、42 条" in page.text
    assert f'action="{fresh}/write/story/open"' in page.text
    title = re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)[1]
    assert not re.search("法律|援助|心理", title)
    assert [each[2] for each in opened(open_case())] == ["papers", "intake"]


def test_nothing_of_it_stands_beside_a_form_that_was_sent_twice(guest, fresh):
    answer_all(guest, fresh)
    kept = db.session.query(Once).filter(Once.key.not_like("cases.new:%")).all()
    assert kept == []


def test_there_is_no_other_question(guest, fresh):
    guest.look = False
    for url in (f"{fresh}/write/password", "/appointments/cases/2222222222/write/story"):
        assert guest.get(url).status_code == 404
        assert guest.send(url).status_code == 404
        assert guest.send(f"{url}/open").status_code == 404


def test_nobody_else_comes_in(client, world, case, contact, make):
    """Neither the clerk nor the lawyer nor the secretary writes, reads or hands in for another."""
    url = f"/appointments/cases/{case.number}"
    client.look = False
    for person in (contact, world.lawyer.person, world.officer, make.person(), make.admin()):
        client.log_in(person)
        for page in ("write", "write/story", "papers", "submit"):
            assert client.get(f"{url}/{page}").status_code == 404, page
        for page in ("write/story", "write/story/open", "review", "papers", "papers/open"):
            assert client.send(f"{url}/{page}").status_code == 404, page
        for page in ("papers/1", "papers/1/take-out", "submit", "withdraw", "shred", "glass"):
            assert client.send(f"{url}/{page}").status_code == 404, page


def test_once_it_is_in_hand_it_is_only_read(guest, handed):
    url = f"/appointments/cases/{handed.number}"
    answer = guest.send(f"{url}/write/story", story="改")
    assert answer.status_code == 422
    assert "现在不能改这部分" in answer.text
    page = guest.send(f"{url}/review")
    assert CANARY in page.text
    assert "/open" not in page.text


def test_a_long_story_is_kept_though_the_page_is_shut_meanwhile(client, world, case, said):
    """Twenty minutes of writing: it is stored, and what comes next asks for the password."""
    url, seen = f"/appointments/cases/{case.number}", world.at - timedelta(minutes=20)
    client.log_in(world.guest, created_at=seen, confirmed_at=seen, seen_at=seen)
    assert client.get(f"{url}/write/story").location.startswith("/login/confirm")
    answer = client.send(f"{url}/write/story", story="写了很久")
    assert said()["story"] == "写了很久"
    assert client.get(answer.location).location.startswith("/login/confirm")
    for shut in ("review", "write/story/open", "papers/open", "shred", "withdraw"):
        assert client.send(f"{url}/{shut}").location.startswith("/login/confirm"), shut
    assert client.get("/me/").status_code == 200
