"""What of volunteering waits for an officer, and what the desk counts."""

from datetime import timedelta

from core.house import HOUSE
from tests.services.volunteering.tasks.world import PAID, hour


def waiting(app, actor, at):
    with app.test_request_context():
        found = [item for hook in HOUSE.waiting for item in hook(actor, at)]
        return [(item.what, item.url) for item in found if "/tasks/" in item.url]


def test_open_needs_and_shifts_that_lack_hands_wait(app, by, fields, village, branch, at, task):
    need = fields.want(village, at)
    paid = fields.want(village, at, **PAID)
    soon = task(title="快开始", first_start=hour(at, 1, 9), first_end=hour(at, 1, 10))
    task(title="还早", first_start=hour(at, 4, 9), first_end=hour(at, 4, 10))
    here = f"/desk/{branch.id}/tasks/"
    (needed, lacking) = waiting(app, by, at)
    assert needed == (f"王小满家要人手：{need.title}", f"{here}new?kind=fields&ref={need.ref}")
    assert "还缺 2 个人：快开始" in lacking[0]
    assert lacking[1] == f"{here}{soon.id}"
    assert paid.title not in needed[0]


def test_what_is_full_begun_or_made_waits_no_more(app, by, task, come, at, make):
    made = task(first_start=hour(at, 1, 9), first_end=hour(at, 1, 10), capacity=1)
    then = made.shifts[0].starts_at
    assert waiting(app, by, then - timedelta(days=2))
    assert not waiting(app, by, then - timedelta(days=2, minutes=1))
    assert not waiting(app, by, then)
    come(made.shifts[0])
    assert not waiting(app, by, at)
    assert not waiting(app, make.actor(make.officer()), at)


def test_of_many_the_soonest_are_named(app, by, task, fields, village, branch, at, monkeypatch):
    monkeypatch.setattr("services.volunteering.desk_views.waiting.SHOWN", 2)
    for number in range(4):
        fields.want(village, at)
        task(first_start=hour(at, 1, 9 + number), first_end=hour(at, 1, 14))
    found = waiting(app, by, at)
    assert len(found) == 6
    here = f"/desk/{branch.id}/tasks/"
    assert [found[2], found[5]] == [("还有 2 家要人手", here), ("还有 2 班缺人手", here)]


def test_the_desk_counts_open_tasks(app, client, desk, task, branch):
    task()
    page = client.get(f"/desk/{branch.id}/").text
    assert "进行中的志愿服务" in page
