"""Where a form comes from: more than one header tells, and a page may name nothing."""

import pytest
from flask import Blueprint

from core.access import Permission, anyone
from core.house import Area
from core.web.guard import needs

probe = Blueprint("origin_probe", __name__)
ANYONE = Permission("probe.anyone", "谁都行", any_of=(anyone,))
HERE, EVIL = "https://localhost", "https://evil.example"


@probe.post("/sent")
@needs(ANYONE)
def sent():
    return "sent"


@pytest.fixture
def areas():
    return [Area(name="probe", blueprints=(probe,))]


@pytest.fixture
def values():
    return {"PUBLIC_URL": HERE}


@pytest.fixture
def post(client, make):
    client.look = False
    token = make.sign_in(make.person())
    with client.session_transaction(base_url=HERE) as session:
        session.update(_user_id=token, _fresh=True, csrf_token="of this session")
    csrf = client.token()

    def run(headers, token=csrf):
        data = {"csrf_token": token}
        return client.post("/sent", data=data, headers=headers, base_url=HERE).status_code

    return run


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Referer": f"{HERE}/page"}, 200),
        ({"Referer": f"{HERE}/page", "Origin": HERE, "Sec-Fetch-Site": "same-origin"}, 200),
        # a confidential page: no Referer, and `null`
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "null"}, 200),
        ({}, 200),
        ({"Referer": f"{EVIL}/page"}, 400),
        ({"Referer": "http://localhost/page"}, 400),
        ({"Referer": "https://localhost.evil.example/"}, 400),
        ({"Origin": EVIL}, 400),
        ({"Referer": "https://["}, 400),
        ({"Referer": "https://[::1/page"}, 400),
        ({"Origin": "https://["}, 400),
        ({"Referer": f"{HERE}]/page"}, 400),
        ({"Origin": "http://localhost"}, 400),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 400),
        ({"Sec-Fetch-Site": "same-site"}, 400),
        ({"Referer": f"{HERE}/page", "Sec-Fetch-Site": "cross-site"}, 400),
    ],
)
def test_a_form_comes_from_our_own_page(post, headers, status):
    assert post(headers) == status
    assert post(headers, token="none") == 400
