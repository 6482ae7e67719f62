"""Certificates at the desk: found by number and name, revoked by two people in two pages."""

import pytest
from sqlalchemy import select

from core.branches.models import OfficeRole
from core.certificates import queries
from core.certificates.models import Revocation
from core.db import db, writing
from tests.core.certificates.conftest import get
from tests.counting import queries_in

pytestmark = pytest.mark.both_engines


@pytest.fixture
def desk(branch):
    return f"/desk/{branch.id}/certificates"


@pytest.fixture
def of(app):
    """Return a client of this person's own."""

    def make(person):
        client = app.test_client()
        client.log_in(person)
        return client

    return make


def test_from_the_asking_to_the_second_word(desk, of, certificate, secretary, officer, holder):
    leader, other, own = of(secretary), of(officer), of(holder)
    url = f"{desk}/{certificate.id}"
    assert certificate.number in leader.get(desk).text
    assert "提出撤销" in leader.get(url).text
    assert "提出撤销" not in other.get(url).text  # who leads asks
    assert leader.get(f"{url}/revoke").status_code == 200
    empty = leader.send(f"{url}/revoke", reason=" ", form_key="12345678")
    assert empty.status_code == 422
    assert 'id="reason-error"' in empty.text
    long = leader.send(f"{url}/revoke", reason="长" * 201, form_key="12345678")
    assert long.status_code == 422
    for _twice in range(2):
        asked = leader.send(f"{url}/revoke", reason="时长算错了", form_key="12345678")
        assert asked.location == url
    assert "已经有人提出" in leader.get(f"{url}/revoke").text
    again = leader.send(f"{url}/revoke", reason="再来", form_key="abcdefgh")
    assert again.status_code == 422
    assert "等第二个人定" in leader.get(desk).text
    public = f"/certificates/{certificate.number}"
    assert "现在有效" in own.get(public).text
    assert "时长算错了" not in own.get("/me/certificates").text
    assert "另一个人" in leader.get(url).text
    refused = leader.send(f"{url}/confirm", form_key="12345678")
    assert refused.status_code == 422
    assert "另一个人" in refused.text
    assert "等您来定" in other.get("/desk/").text
    assert "时长算错了" in other.get(url).text
    for _twice in range(2):
        assert other.send(f"{url}/confirm", form_key="87654321").location == url
    assert "已经撤销" in own.get(public).text
    assert "时长算错了" in own.get("/inbox").text
    assert "等您来定" not in other.get("/desk/").text
    assert len(db.session.scalars(select(Revocation)).all()) == 1
    assert "李宣定的" in leader.get(url).text
    assert "提出撤销</a>" not in leader.get(url).text


def test_dropped(desk, of, certificate, asked, officer):
    url, other = f"{desk}/{certificate.id}", of(officer)
    assert other.send(f"{url}/drop", form_key="87654321").location == url
    assert get(certificate).revoked_at is None
    assert "没有撤销" in other.get(url).text
    late = other.send(f"{url}/confirm", form_key="12345678")
    assert late.status_code == 422
    assert "没有等着定的撤销" in late.text


def test_asked_by_mistake_and_taken_back(desk, of, certificate, asked, secretary, officer, holder):
    url, leader = f"{desk}/{certificate.id}", of(secretary)
    assert of(officer).send(f"{url}/take-back", form_key="12345678").status_code == 404
    assert "提错了就撤回" in leader.get(url).text
    for _twice in range(2):
        assert leader.send(f"{url}/take-back", form_key="87654321").location == url
    page = leader.get(url).text
    assert "提出的人撤回了" in page
    assert "提出撤销</a>" in page
    assert get(certificate).revoked_at is None


def test_the_desk_above(desk, of, certificate, asked, upper, township):
    url, above = f"{desk}/{certificate.id}", of(upper)
    assert url in above.get("/desk/").text
    page = above.get(url).text
    assert "时长算错了" in page
    assert 'href="/desk/"' in page
    assert above.get(desk).status_code == 404  # one certificate, not the list
    for _twice in range(2):
        assert above.send(f"{url}/confirm", form_key="87654321").location == url
    assert above.get(url).status_code == 200
    assert get(certificate).revoked_at is not None
    assert above.get(f"/desk/{township.id}/certificates/{certificate.id}").status_code == 404


def test_the_desk_above_where_it_is_none_of_its_business(
    desk, of, make, certificate, upper, branch, secretary
):
    url, above = f"{desk}/{certificate.id}", of(upper)
    assert above.get(url).status_code == 404
    with writing():
        asked = Revocation(certificate_id=certificate.id, reason="错", asked_by=secretary.id)
        asked.asked_at = certificate.issued_at
        db.session.add(asked)
    assert above.get(url).status_code == 200
    make.officer(branch, role=OfficeRole.DEPUTY, person=make.person())
    for path in (url, f"{url}/revoke"):
        assert above.get(path).status_code == 404
    for path in ("confirm", "drop"):
        assert above.send(f"{url}/{path}", form_key="12345678").status_code == 404


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("欧阳秀英", [0]),
        ("陈", [1]),
        ("chen", [1]),
        ("没有", []),
        ("%", []),
        ("_", []),
        ("number", [0]),
        ("small", [0]),
        ("beginning", [0]),
    ],
)
def test_found_by_number_and_name(typed, found, desk, of, make, issue, secretary):
    rows = [issue(), issue("2", person_id=make.person(name="陈阿福", name_key="chen a fu").id)]
    number = rows[0].number
    words = {"number": number, "small": number.replace("-", "").lower(), "beginning": number[:9]}
    text = of(secretary).get(desk, query_string={"q": words.get(typed, typed)}).text
    assert [n for n, row in enumerate(rows) if row.number in text] == found


def test_more_than_a_page(desk, of, issue, secretary, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    rows, leader = [issue(f"hours:{n}") for n in range(3)], of(secretary)
    text = leader.get(desk).text
    assert f"?after={rows[1].id}" in text
    assert rows[0].number not in text
    assert rows[0].number in leader.get(f"{desk}?after={rows[1].id}").text
    assert leader.get(f"{desk}?after=x").status_code == 404


def test_nothing_issued_yet(desk, of, secretary):
    assert "还没有发过证书" in of(secretary).get(desk).text


def test_thirty_cost_as_many_queries_as_three(desk, of, issue, secretary, holder):
    leader, own, costs = of(secretary), of(holder), []
    for count in (3, 27):
        for number in range(count):
            issue(f"{count}:{number}")
        costs.append(
            (queries_in(lambda: leader.get(desk)), queries_in(lambda: own.get("/me/certificates")))
        )
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 8


@pytest.mark.parametrize("role", OfficeRole)
def test_who_may_ask(role, client, make, branch, certificate, secretary, upper, desk):
    held = role is OfficeRole.SECRETARY
    client.log_in(secretary if held else make.officer(branch, role=role, person=make.person()))
    leads = role in {OfficeRole.SECRETARY, OfficeRole.DEPUTY}
    assert client.get(f"{desk}/{certificate.id}").status_code == 200
    assert client.get(f"{desk}/{certificate.id}/revoke").status_code == (200 if leads else 404)
    client.log_in(make.officer(make.branch(), role=role, person=make.person()))
    for path in (desk, f"{desk}/{certificate.id}", f"{desk}/{certificate.id}/revoke"):
        assert client.get(path).status_code == 404


def test_one_whose_holder_has_gone(desk, of, certificate, secretary):
    with writing():
        get(certificate).holder = ""
        get(certificate).content = []
    leader = of(secretary)
    assert "已注销的人" in leader.get(desk).text
    page = leader.get(f"{desk}/{certificate.id}").text
    assert "打印" not in page
    assert "已注销的人" in page
