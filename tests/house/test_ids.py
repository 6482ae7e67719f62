"""Numbers that are none, and things of others: nothing is shown, nothing breaks."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import update

from core.clock import now, village_day
from core.db import db, writing
from core.house import HOUSE
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from shop.producers.models import Producer
from tests.house.doors import methods
from tests.house.furnish import ROLES
from tests.make_shop import LAST_DAY

STRANGE = ("0", "-1", "2147483648", "9223372036854775808", "9" * 40, "1 OR 1", "1e3", "１")
# The rest never gets past the map of addresses, which is the same for both engines.
AS_FAR_AS_THE_DATABASE = ("0", "2147483647", "2147483648")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
WORDS = ("own", "other", "upper", "foreign", "crossed", "lent", "hidden", "operator")
WORDS += ("mine", "other's")


def with_numbers(app):
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in methods(rule)
        if "<int:" in rule.rule
    ]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
def test_numbers_that_are_none(engine, app, make, record_property):
    """An administrator who is also an officer gets as far as anybody: to the database."""
    client = app.test_client()
    client.look = False
    person = make.admin()
    branch = make.branch()
    make.officer(branch, person=person)
    client.log_in(person)
    tried, wrong = 0, []
    numbers = STRANGE if engine == "sqlite" else AS_FAR_AS_THE_DATABASE
    for rule, method in with_numbers(app):
        parts = PART.findall(rule.rule)
        for strange in numbers:
            for name in parts:
                url = PART.sub(
                    lambda found, name=name, strange=strange: (
                        quote(strange) if found[1] == name else str(branch.id)
                    ),
                    rule.rule,
                )
                answer = client.get(url) if method == "GET" else client.send(url)
                tried += 1
                if answer.status_code >= 500:
                    wrong.append((method, url, answer.status_code))
    record_property("tried", tried)
    assert tried > 500
    assert not wrong


# Of what belongs to others, what each may read: no more, and no less.
OF_OTHERS = {
    "person": """complaintstewardown complaintupperown complaintansweredown
        complaintstewardother complaintansweredother""",  # of one's own farm, and one's own
    "officer": """own consent draftown scanown qualown holderown revokeown hardshipown
        complaintstewardown complaintupperown complaintansweredown homeown licenceown
        disputedown objectionown helpown""",
    "upper": """upper consent draftupper scanupper qualupper complaintupperown
        holderupper revokeupper hardshipupper licenceupper disputedupper objectionupper
        helpupper""",
    "clerk": """complaintoperatorforeign reportown reportother reportupper reportforeign
        strangerown strangerother strangerupper strangerforeign""",
    "admin": "other",  # the devices of the person whose page it is, to sign them out
}
ONES_OWN = {
    # `own` is part of the name of who has booked an hour with them
    "person": """hardshipown noteown offown qualown receiverown saidown scanown stockown
        licenceown workerown own"""
}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_what_is_somebody_elses(role, client_of, doors, house):
    """Every address, with everything that stands in the house, shows no canary of another."""
    client, tried, seen = client_of(role), set(), set()
    words = (
        f"{role if role != 'visitor' else ''} {OF_OTHERS.get(role, '')} {ONES_OWN.get(role, '')}"
    )
    may_see = {f"canary-{word}" for word in words.split()}
    for endpoint, method in doors.rules:
        if method != "GET":
            continue
        for word in WORDS:
            try:
                url = doors.url(endpoint, method, word, role)
            except KeyError:
                continue
            if url in tried:
                continue
            tried.add(url)
            answer = client.get(url)
            text = answer.get_data().decode(errors="replace") + str(answer.headers)
            found = set(re.findall(r"canary-[a-z]+", text))
            assert found <= may_see, (url, found)
            seen |= found
    assert len(tried) > 450
    assert seen == may_see


FINDERS = ("/search?q=", "/search/suggest?q=", "/market/?q=", "/market/?category=", "/sitemap.xml?")


@pytest.mark.parametrize("ask", FINDERS)
@pytest.mark.parametrize("thing", ["product", "waiting", "off", "blocked"])
def test_only_what_is_on_sale_is_found(thing, ask, client_of, house):
    """By the index, by SQL, by those who map the site: what is off, blocked or waits is nowhere."""
    product = house.villages["own"].things[thing]
    assert is_found(product, ask, client_of("visitor")) is (thing == "product")


def is_found(product, ask, visitor):
    words = "citrus" if "category" in ask else product.title
    page = visitor.get(ask + quote(words))
    assert page.status_code == 200
    told = page.get_json() if "suggest" in ask else page.text
    shown = product.title if "suggest" in ask else f"/market/{product.id}"
    return bool(re.search(rf"{shown}(?!\d)", str(told)))


YESTERDAY = village_day(now()) - timedelta(days=1)
WITHDRAWN = {
    "suspended": (Sponsorship, {"status": SponsorshipStatus.SUSPENDED}),
    "ended": (Sponsorship, {"status": SponsorshipStatus.ENDED}),
    "run out": (Sponsorship, {"valid_until": YESTERDAY}),  # before the sweep of the day
    "away": (Producer, {"away_from": YESTERDAY, "away_until": LAST_DAY}),
    "closed": (Producer, {"closed_at": now()}),
}


@pytest.mark.parametrize("ask", FINDERS)
@pytest.mark.parametrize("how", WITHDRAWN)
def test_withdrawing_hides_at_once(how, ask, client_of, house):
    """On the next request, whatever the index still holds."""
    things = house.villages["own"].things
    table, values = WITHDRAWN[how]
    ref = things["active" if table is Sponsorship else "producer"].id
    with writing():
        db.session.execute(update(table).where(table.id == ref).values(**values))
    assert {("product", things["product"].id)} <= HOUSE.index.keys()
    assert not is_found(things["product"], ask, client_of("visitor"))


@pytest.mark.parametrize("thing", ["producer", "quiet", "resting"])
def test_only_who_is_verified_is_found(thing, client_of, house):
    """Who has only applied, or rests, is neither suggested nor found, nor kept in the index."""
    things = house.villages["own"].things
    farm = things["quiet" if thing == "quiet" else "producer"]
    if thing == "resting":
        farm = db.session.get(Producer, things["suspended"].ref)
    verified = thing == "producer"
    assert ({("producer", farm.id)} <= HOUSE.index.keys()) is verified
    visitor = client_of("visitor")
    assert (farm.name in visitor.get("/search/suggest?q=" + quote(farm.name)).json) is verified
    page = visitor.get("/search?kind=producer&q=" + quote(farm.name)).text
    assert (f"/market/farms/{farm.id}" in page) is verified


def test_control_ones_own_canary_is_shown(client_of, house):
    for role in ROLES[1:]:
        assert f"canary-{role}" in client_of(role).get("/me/addresses").text
    assert (
        "canary-own"
        in client_of("officer").get(f"/desk/{house.villages['own'].branch.id}/people").text
    )
