"""Home, about, contact, rules, privacy and what browsers ask by themselves."""

from datetime import timedelta

import pytest
from jinja2 import ChoiceLoader, DictLoader

from core.access import SYSTEM
from core.bulletins.models import Bulletin
from core.clock import now, village_day
from core.db import writing
from core.house import Area, Showing
from core.site import demo, operations
from core.site.models import SheetKind
from core.site.terms import term_on
from wsgi import AREAS

PAGES = ("/", "/about", "/contact", "/rules", "/privacy")


def post_bulletin(make, branch, title="水渠清淤", **kw):
    officer = make.officer(branch)
    made = {"text": "明日停水", "until": village_day(now()), "posted_at": now(), **kw}
    return make.add(
        Bulletin(
            branch_id=branch.id, title=title, posted_by=officer.id, keeper_id=officer.id, **made
        )
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_house_has_all_its_pages(client, page, language):
    answer = client.get(f"{page}?lang={language}")
    assert answer.status_code == 200
    client.set_cookie("elder", "1")
    assert client.get(page).status_code == 200


def test_home_names_the_term_of_the_day(client):
    term = term_on(village_day(now()))
    text = client.get("/").text
    assert term.name in text
    assert f"距{term.next_name}" in text
    assert f"hero {term.season}" in text
    assert "还没有通知" in text


def test_home_shows_what_hangs_and_nothing_else(client, make):
    branch, closed = make.branch("桃源村党支部"), make.branch("撤了的支部", closed_at=now())
    post_bulletin(make, branch, "还贴着")
    yesterday = village_day(now()) - timedelta(days=1)
    post_bulletin(make, make.branch(), "过期了", until=yesterday)
    post_bulletin(make, make.branch(), "取下了", taken_down_at=now())
    post_bulletin(make, closed, "没有支部了")
    text = client.get("/").text
    assert "还贴着" in text
    assert "桃源村党支部" in text
    assert not any(word in text for word in ("过期了", "取下了", "没有支部了", "还没有通知"))


def test_a_villager_sees_the_board_of_the_own_village(client, make):
    branch = make.branch("桃源村党支部")
    post_bulletin(make, branch, "桃源村停水")
    post_bulletin(make, make.branch(), "别村赶集")
    client.log_in(make.resident(make.unit(branch)))
    text = client.get("/").text
    assert "本村通知" in text
    assert "桃源村停水" in text
    assert "别村赶集" not in text
    client.log_in(make.resident(make.unit(make.branch())))
    elsewhere = client.get("/").text
    assert "本村通知" not in elsewhere
    assert "别村赶集" in elsewhere


def test_signed_in_people_are_offered_no_registration(app, client, make):
    assert "/register" in client.get("/").text
    client.log_in(make.person())
    text = client.get("/").text
    assert "/register" not in text


def queries_of(app, client, url, monkeypatch):
    counted = []
    monkeypatch.setattr(
        "core.web.logs.log.info", lambda *_what, **facts: counted.append(facts["queries"])
    )
    assert client.get(url).status_code == 200
    return counted[-1]


@pytest.mark.parametrize("page", PAGES)
def test_few_queries(app, make, page, monkeypatch):
    with writing():
        demo.fill(now())
    branch = make.branch()
    for number in range(8):
        post_bulletin(make, branch if number == 0 else make.branch(), f"通知{number}")
    visitor, member = app.test_client(), app.test_client()
    person = make.officer(make.branch())
    member.log_in(person)
    # BEGIN counts too; the front page has one for what each area shows.
    assert queries_of(app, visitor, page, monkeypatch) <= (7 if page == "/" else 5)
    assert queries_of(app, visitor, page, monkeypatch) == 2
    assert queries_of(app, member, page, monkeypatch) <= (
        7 if page in {"/rules", "/privacy"} else 6
    )


@pytest.mark.parametrize("page", PAGES)
def test_weight_as_sent(client, page):
    client.look = False  # what comes is packed
    answer = client.get(page, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 20_000


def test_the_operator_stands_at_the_foot_and_on_its_pages(client, at):
    with writing():
        demo.fill(at)
    facts = demo.FACTS
    foot = client.get("/").text
    for name in ("name", "credit_code", "address", "phone"):
        assert facts[name] in foot
    about, contact = client.get("/about").text, client.get("/contact").text
    for name in ("name", "credit_code", "address", "phone", "email", "county", "filing"):
        assert facts[name] in about
    assert 'href="tel:0570-0000000"' in contact
    assert 'href="tel:12315"' in contact
    assert f'href="mailto:{facts["email"]}"' in contact


def publish(kind, text, *, effective, based_on, at):
    with writing():
        operations.publish(
            kind,
            text=text,
            summary=f"改成{text}",
            effective=effective,
            based_on=based_on,
            by=SYSTEM,
            at=at,
        )


@pytest.mark.parametrize("kind", SheetKind)
def test_versions_are_all_there(client, kind):
    at = now()
    long_ago = at - timedelta(days=100)
    publish(kind, "最早的", effective=long_ago, based_on=0, at=long_ago)
    publish(kind, "现在的", effective=at - timedelta(days=10), based_on=1, at=long_ago)
    publish(kind, "将来的", effective=at + timedelta(days=9), based_on=2, at=at)
    now_valid = client.get(f"/{kind.value}").text
    assert "<p>现在的</p>" in now_valid
    assert "改成将来的" in now_valid
    assert "<p>将来的</p>" not in now_valid
    assert f'href="/{kind.value}/1"' in now_valid
    old, coming = client.get(f"/{kind.value}/1").text, client.get(f"/{kind.value}/3").text
    assert "<p>最早的</p>" in old
    assert "旧版" in old
    assert "<p>将来的</p>" in coming
    assert "还没有生效" in coming
    assert client.get(f"/{kind.value}/4").status_code == 404
    assert client.get(f"/{kind.value}/0").status_code == 404


def test_a_text_holds_no_script(client, at):
    publish(
        SheetKind.RULES,
        "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>",
        effective=at,
        based_on=0,
        at=at,
    )
    text = client.get("/rules").text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert 'href="javascript' not in text


def test_english_readers_are_told_that_the_text_is_chinese(client):
    publish(SheetKind.PRIVACY, "我们收集什么", effective=now(), based_on=0, at=now())
    note = "The text is in Chinese"
    assert note in client.get("/privacy?lang=en").text
    page = client.get("/privacy?lang=zh").text
    assert note not in page
    assert '<div class="prose" lang="zh-Hans">' in page


def test_the_texts_keep_the_words_and_the_law(client, at):
    with writing():
        demo.fill(at)
    rules, privacy = client.get("/rules").text, client.get("/privacy").text
    # The one sentence in which the word may stand: at the foot of each page, and in the rules.
    assert (rules.count("担保"), privacy.count("担保")) == (2, 1)
    for word in ("优选", "推介"):
        assert word not in rules + privacy
    assert "12315" in rules
    assert "第三十四条" in rules
    for word in ("为什么要", "放多久", "注销", "14 岁", "Cookie", "《网络安全法》"):
        assert word in privacy


def test_what_machines_ask(client):
    robots = client.get("/robots.txt")
    assert robots.mimetype == "text/plain"
    assert "Disallow: /admin/" in robots.text
    icon = client.get("/favicon.ico")
    assert icon.status_code == 301
    assert client.get(icon.location).mimetype == "image/svg+xml"


def showing(word, order):
    facts = {"bulletins": word}
    return lambda _at: Showing(template="core/site/showing.html", order=order, facts=facts)


class TestShowcase:
    """What areas hand over for the home page."""

    @pytest.fixture
    def areas(self, tmp_path):
        hooks = (showing("后来的", 2), lambda _at: None, showing("先到的", 1))
        return (*AREAS, Area(name="trial", showcase=hooks))

    def test_areas_show_what_they_have_in_their_order(self, app, client):
        app.jinja_env.loader = ChoiceLoader(
            [
                DictLoader({"core/site/showing.html": "<p>{{ facts.bulletins }}</p>"}),
                app.jinja_env.loader,
            ]
        )
        text = client.get("/").text
        assert text.index("先到的") < text.index("后来的")
