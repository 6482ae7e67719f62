"""The branch's side: producers it verifies, their papers, compared twice a year."""

from datetime import timedelta

import pytest

from core.branches.models import OfficeRole
from core.clock import now, village_day
from core.db import db, writing
from core.desk.queries import list_waiting
from core.sponsorship.models import SponsorshipStatus
from shop.producers import operations
from shop.producers.models import Producer
from shop.producers.queries import desk as at_desk
from shop.producers.rules import CHECK_EVERY
from tests.counting import queries_in
from tests.shop.producers.conftest import photo, upload

pytestmark = pytest.mark.both_engines
DAY = timedelta(days=1)


@pytest.fixture
def secretary(make, branch):
    return make.officer(branch)


@pytest.fixture
def steward(make):
    """A steward need not hold an office."""
    return make.person(name="赵安")


@pytest.fixture
def verified(shop, producer, steward, at):
    return shop.sponsorship(producer, steward_id=steward.id, decided_at=at - 10 * DAY)


def what_waits(app, make, person, at):
    with app.test_request_context():
        found = list_waiting(make.actor(person), at=at)
    return [each for each in found if "/producers/" in each.url]


def test_officers_read_what_the_producer_shows(
    client, app, producer, verified, secretary, branch, shop, farmer
):
    paper = shop.paper(producer, number="92000000-7")
    own = app.test_client()
    own.log_in(farmer)
    upload(own, f"/sell/{producer.id}/papers/{paper.id}/scan", "scan", "证.jpg", photo())
    shop.picture_of(producer)
    client.log_in(secretary)
    listed = client.get(f"/desk/{branch.id}/producers/").text
    url = f"/desk/{branch.id}/producers/{producer.id}"
    assert f'href="{url}"' in listed
    page = client.get(url).text
    for words in ("92000000-7", "李明", "桃源村三组 12 号", "资料核对过了"):
        assert words in page
    answer = client.get(f"{url}/papers/{paper.id}/file")
    assert answer.mimetype == "image/webp"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("role", OfficeRole)
def test_who_may_read_and_who_may_compare(client, make, branch, verified, producer, role):
    client.log_in(make.officer(branch, role=role, person=make.person()))
    url = f"/desk/{branch.id}/producers/{producer.id}"
    leads = role in {OfficeRole.SECRETARY, OfficeRole.DEPUTY}
    page = client.get(url)
    assert page.status_code == 200
    assert ("资料核对过了" in page.text) is leads
    assert client.send(f"{url}/compared").status_code == (302 if leads else 404)
    assert (db.session.get(Producer, producer.id).checked_at is not None) is leads


def test_the_steward_reads_and_compares(client, steward, branch, verified, producer):
    client.log_in(steward)
    url = f"/desk/{branch.id}/producers/{producer.id}"
    assert client.get(url).status_code == 200
    assert client.send(f"{url}/compared").location == url
    assert client.get(f"/desk/{branch.id}/producers/").status_code == 404


def test_nobody_compares_their_own(client, make, branch, shop, village):
    leader = make.officer(branch, person=make.person(name="王正国"))
    own = shop.producer(leader, village)
    shop.sponsorship(own, branch)
    client.log_in(leader)
    url = f"/desk/{branch.id}/producers/{own.id}"
    assert "资料核对过了" not in client.get(url).text
    assert client.send(f"{url}/compared").status_code == 404


@pytest.mark.parametrize(
    ("status", "seen"),
    [
        (SponsorshipStatus.ASKED, True),
        (SponsorshipStatus.VISITING, True),
        (SponsorshipStatus.ACTIVE, True),
        (SponsorshipStatus.SUSPENDED, True),
        (SponsorshipStatus.REFUSED, False),
        (SponsorshipStatus.WITHDRAWN, False),
        (SponsorshipStatus.ENDED, False),
        (SponsorshipStatus.LAPSED, False),
    ],
)
def test_papers_are_shown_while_the_branch_verifies(
    client, secretary, branch, producer, shop, status, seen
):
    shop.sponsorship(producer, status=status)
    paper = shop.paper(producer, file_id=shop.file(is_public=False).id)
    client.log_in(secretary)
    url = f"/desk/{branch.id}/producers/{producer.id}"
    assert client.get(url).status_code == (200 if seen else 404)
    file = client.get(f"{url}/papers/{paper.id}/file").status_code
    assert file == (503 if seen else 404)  # no bytes lie behind this one


def test_other_branches_see_nothing(client, make, branch, producer, verified, shop):
    paper = shop.paper(producer, file_id=shop.file(is_public=False).id)
    other = make.branch()
    client.log_in(make.officer(other))
    for number in (branch.id, other.id):
        url = f"/desk/{number}/producers/{producer.id}"
        for path in (url, f"{url}/papers/{paper.id}/file"):
            assert client.get(path).status_code == 404
        assert client.send(f"{url}/compared").status_code == 404
    assert client.get(f"/desk/{branch.id}/producers/").status_code == 404
    assert "还没有商家" in client.get(f"/desk/{other.id}/producers/").text


def test_a_paper_of_another_producer_is_not_shown_here(
    client, secretary, branch, producer, verified, shop
):
    others = shop.paper(shop.producer(), file_id=shop.file(is_public=False).id)
    client.log_in(secretary)
    url = f"/desk/{branch.id}/producers/{producer.id}/papers/{others.id}/file"
    assert client.get(url).status_code == 404


def test_after_half_a_year_it_waits_for_leaders_and_steward(
    app, make, secretary, steward, producer, verified, at
):
    branch = producer.unit.branch
    board = make.officer(branch, role=OfficeRole.DISCIPLINE, person=make.person())
    early, due = at + CHECK_EVERY - 11 * DAY, at + CHECK_EVERY - 10 * DAY
    for person in (secretary, steward):
        assert what_waits(app, make, person, early) == []
        [item] = what_waits(app, make, person, due)
        assert item.url == f"/desk/{branch.id}/producers/{producer.id}"
        assert "半年没核对" in item.what
        assert item.due - due == 14 * DAY
    assert what_waits(app, make, board, due) == []
    with writing():
        row = db.session.get(Producer, producer.id)
        operations.compare(row, by=make.actor(secretary), at=due)
    assert what_waits(app, make, secretary, due) == []
    assert len(what_waits(app, make, secretary, due + CHECK_EVERY)) == 1


def test_changed_facts_wait_at_once(
    client, app, make, secretary, producer, verified, farmer, branch
):
    own = app.test_client()
    own.log_in(farmer)
    row = db.session.get(Producer, producer.id)
    changed = {
        "form_key": "12345678", "kind": "household", "name": "新名字", "classes": ["fresh"],
        "unit": row.unit_id, "address": row.address, "phone": row.phone, "version": 1,
    }  # fmt: skip
    assert own.send(f"/sell/{producer.id}/facts", changed).status_code == 302
    [item] = what_waits(app, make, secretary, now())
    assert item.what == "新名字改过资料，请核对"
    client.log_in(secretary)
    url = f"/desk/{branch.id}/producers/"
    assert "资料改过" in client.get(url).text
    assert "资料改过" in client.get(item.url).text
    client.send(f"{item.url}/compared")
    assert what_waits(app, make, secretary, now()) == []
    assert "资料改过" not in client.get(url).text


@pytest.mark.parametrize(
    ("days", "waits"),  # ago: verified, compared, changed
    [
        ((200, None, None), True),
        ((100, None, None), False),
        ((400, 200, None), True),
        ((400, 100, None), False),
        ((100, 300, None), False),
        ((100, None, 50), True),
        ((100, None, 120), False),
        ((100, 40, 50), False),
        ((100, 60, 50), True),
    ],
)
def test_sql_and_python_agree_on_what_is_due(app, make, secretary, producer, shop, at, days, waits):
    verified, checked, changed = days
    ago = {"checked_at": checked, "facts_changed_at": changed}
    with writing():
        row = db.session.get(Producer, producer.id)
        for name, since in ago.items():
            setattr(row, name, since and at - since * DAY)
    shop.sponsorship(producer, decided_at=at - verified * DAY)
    assert bool(what_waits(app, make, secretary, at)) is waits
    one = at_desk.find_at_desk(producer.unit.branch_id, producer.id)
    assert (village_day(one.due) <= village_day(at)) is waits
    assert one.has_changed is (waits and changed is not None)


def test_of_many_the_rest_is_one_line(app, make, secretary, shop, village, at, monkeypatch):
    monkeypatch.setattr(at_desk, "WAITING_SHOWN", 2)
    for _each in range(4):
        shop.sponsorship(shop.producer(unit=village), decided_at=at - 300 * DAY)
    items = what_waits(app, make, secretary, at)
    assert len(items) == 3
    assert items[-1].url.endswith("/producers/")


def test_thirty_cost_as_many_queries_as_three(client, secretary, branch, shop, village):
    client.log_in(secretary)
    costs, url = [], f"/desk/{branch.id}/producers/"
    for count in (3, 27):
        for _each in range(count):
            one = shop.producer(unit=village, classes="live,craft")
            shop.paper(one)
            shop.sponsorship(one)
        costs.append(queries_in(lambda: client.get(url)))
    assert costs[0] == costs[1] <= 8
    assert client.get(url).text.count("缺证照") == 30


def test_more_than_a_page(client, secretary, branch, shop, village, monkeypatch):
    monkeypatch.setattr(at_desk, "PAGE", 2)
    made = [shop.producer(unit=village, name=f"第{n}家") for n in range(3)]
    for each in made:
        shop.sponsorship(each)
    client.log_in(secretary)
    url = f"/desk/{branch.id}/producers/"
    page = client.get(url).text
    assert f"?after={made[1].id}" in page
    assert "第2家" not in page
    assert "第2家" in client.get(f"{url}?after={made[1].id}").text
    assert client.get(f"{url}?after=x").status_code == 404


def test_a_renewal_is_no_second_line(client, secretary, branch, shop, producer, verified, village):
    shop.sponsorship(producer, status=SponsorshipStatus.VISITING)
    new = shop.producer(unit=village)
    shop.sponsorship(new, status=SponsorshipStatus.ASKED)
    shop.sponsorship(shop.producer(unit=village), status=SponsorshipStatus.ENDED)
    client.log_in(secretary)
    page = client.get(f"/desk/{branch.id}/producers/").text
    assert page.count(f'href="/desk/{branch.id}/producers/{producer.id}"') == 1
    assert page.count(f'href="/desk/{branch.id}/producers/{new.id}"') == 1
    assert page.count("正在核验</span>") == 1


def test_from_the_verification_to_the_papers(client, secretary, branch, shop, producer, verified):
    client.log_in(secretary)
    page = client.get(f"/desk/{branch.id}/sponsorships/{verified.id}").text
    assert f'href="/desk/{branch.id}/producers/{producer.id}"' in page
