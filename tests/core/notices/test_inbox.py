"""The inbox: the newest first, marked as read only by a post."""

import re

import pytest
from sqlalchemy import func, select, update

from core.db import db, writing
from core.notices import queries
from core.notices.models import Notice
from core.notices.papers import CHOICES
from core.notices.personal import OwnNotices


@pytest.fixture
def li(make):
    return make.person(name="李明")


@pytest.fixture
def reader(client, li):
    client.log_in(li)
    return client


def notices():
    return db.session.scalars(select(Notice).order_by(Notice.id)).all()


def unread():
    return db.session.scalar(select(func.count()).where(Notice.read_at.is_(None)))


def test_an_empty_inbox_says_what_will_come(reader):
    page = reader.get("/inbox").text
    assert "还没有消息" in page
    assert 'href="/me/settings"' in page


def test_the_link_in_letters_leads_to_the_choices(reader):
    assert reader.get(CHOICES).status_code == 200


def test_reading_the_list_writes_nothing(reader, li, say):
    say(li)
    page = reader.get("/inbox").text
    assert "桃源村有事" in page
    assert "请来看看公告栏" in page
    assert "1 条没看过" in page
    assert "要紧的事" in page
    assert unread() == 1


def test_opening_marks_it_and_goes_to_its_page(reader, li, say):
    say(li, url="/branches/")
    (notice,) = notices()
    answer = reader.send(f"/inbox/{notice.id}/open")
    assert (answer.status_code, answer.location) == (302, "/branches/")
    assert unread() == 0
    page = reader.get("/inbox").text
    assert "都看过了" in page
    assert f"/inbox/{notice.id}/open" not in page
    first = notices()[0].read_at
    reader.send(f"/inbox/{notice.id}/open")
    assert notices()[0].read_at == first


def test_one_is_marked_and_the_other_stays(reader, li, say):
    say(li)
    say(li, about="thing:2")
    assert reader.send(f"/inbox/{notices()[0].id}/read").location == "/inbox"
    assert [n.read_at is None for n in notices()] == [False, True]


def test_all_are_marked_but_not_what_came_after_the_page(reader, li, say, make):
    say(li, make.person())
    say(li, about="thing:2")
    (shown,) = re.findall(r'name="until" value="(\d+)"', reader.get("/inbox").text)
    say(li, about="thing:3")
    assert reader.send("/inbox/read", until=shown).status_code == 302
    mine = [n.read_at is None for n in notices() if n.person_id == li.id]
    assert mine == [False, False, True]
    assert unread() == 2  # the other person's too
    assert "2 条消息标为已读" in reader.get("/inbox").text


@pytest.mark.parametrize("until", ["", "0", "-1", "x", "1e3", str(2**63), "9" * 30])
def test_nonsense_marks_nothing(reader, li, say, until):
    say(li)
    assert reader.send("/inbox/read", until=until).status_code == 400
    assert unread() == 1


def test_pages_follow_by_key(reader, li, say, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 3)
    for number in range(7):
        say(li, about=f"thing:{number}", facts={"village": f"第{number}村", "what": "x"})

    def shown(url):
        page = reader.get(url).text
        found = list(dict.fromkeys(re.findall(r"第(\d)村有事", page)))
        ways = dict(re.findall(r'href="([^"]+)"\s+rel="(prev|next)"', page))
        return found, {way: url for url, way in ways.items()}

    first, ways = shown("/inbox")
    assert (first, set(ways)) == (["6", "5", "4"], {"next"})
    second, ways = shown(ways["next"])
    assert (second, set(ways)) == (["3", "2", "1"], {"prev", "next"})
    last, more = shown(ways["next"])
    assert (last, set(more)) == (["0"], {"prev"})
    assert shown(ways["prev"])[0] == first


@pytest.mark.parametrize("key", ["x", "-1", "", "１", "9" * 30, str(2**63)])
def test_an_address_that_is_no_key_does_not_exist(reader, key):
    assert reader.get(f"/inbox?before={key}").status_code == 404


def test_other_peoples_notices_do_not_exist(reader, make, say):
    say(make.person())
    (notice,) = notices()
    for verb in ("open", "read"):
        assert reader.send(f"/inbox/{notice.id}/{verb}").status_code == 404
    assert unread() == 1
    assert "还没有消息" in reader.get("/inbox").text


def test_an_address_that_leads_elsewhere_is_not_followed(reader, li, say):
    say(li, url="//evil.example/")
    assert reader.send(f"/inbox/{notices()[0].id}/open").location == "/inbox"


def test_what_a_later_house_no_longer_knows_is_still_shown(reader, li, say):
    say(li)
    with writing():
        db.session.execute(
            update(Notice).values(event="gone.event", key=f"gone.event:thing:1:{li.id}")
        )
    assert "一条消息" in reader.get("/inbox").text


def test_words_from_outside_stay_words(reader, li, say):
    say(li, facts={"village": "<script>__xss=1</script>", "what": "{{7*7}}"})
    page = reader.get("/inbox").text
    assert "<script>__xss" not in page
    assert "{{7*7}}" in page


def test_an_inbox_is_copied_out_and_erased(make, li, say, at):
    say(li, make.person())
    (copied,) = OwnNotices().export(li.id)["notices"]
    assert (copied["title"], copied["url"], copied["at"]) == ("桃源村有事", "/branches/", at)
    with writing():
        OwnNotices().erase(li.id, at=at)
    assert OwnNotices().export(li.id) == {"notices": []}
    assert len(notices()) == 1
