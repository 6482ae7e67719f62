"""The operator's desk: all that waits for a clerk, what is due first on top."""

from datetime import timedelta

import pytest

from core.clock import now
from core.house import Area, WaitingItem
from core.operate.queries import list_operating

DAY = timedelta(days=1)


@pytest.fixture
def at():
    return now().replace(microsecond=0)


def test_clerks_have_a_desk_of_their_own(client, court, land):
    client.log_in(court.clerk)
    home = client.get("/operate/").text
    assert "现在没有等您办的事" in home
    assert "/operate/complaints/" in home  # the way to the list
    complaint = court.make()
    for person in (land.steward, land.upper):
        who = court.answer(complaint, person)
        court.do("go_further", who, court.buyer, text="不行")
    home = client.get("/operate/").text
    assert "对“陈家果园1”的投诉等答复" in home
    assert f"/complaints/{complaint.ref}" in client.get("/operate/complaints/").text
    page = f"/complaints/{complaint.ref}"
    assert client.send(f"{page}/answer", form_key="answering", text="退款了").location == page
    assert "现在没有等您办的事" in client.get("/operate/").text
    for person in (land.secretary, court.buyer, land.owner):
        client.log_in(person)
        assert client.get("/operate/").status_code == 403
        assert client.get("/operate/complaints/").status_code == 403
        assert 'href="/operate/"' not in client.get("/me/").text
    client.log_in(court.clerk)
    assert 'href="/operate/"' in client.get("/me/").text


class TestOrder:
    """What other areas hand over stands among the complaints."""

    @pytest.fixture
    def areas(self, areas):
        def late(_actor, at):
            yield WaitingItem(what="没有期限", since=at, url="/a")
            yield WaitingItem(what="明天到期", since=at, due=at + DAY, url="/b")

        def early(_actor, at):
            yield WaitingItem(what="昨天到期", since=at - 2 * DAY, due=at - DAY, url="/c")

        return (*areas, Area(name="shop-like", operating=(late, early)))

    def test_what_is_due_first_stands_first(self, land, make, at):
        items = list_operating(land.actor(make.clerk()), at=at)
        assert [each.what for each in items] == ["昨天到期", "明天到期", "没有期限"]
