"""Who gets in where: every address, as every role, with one's own, another's and no thing.

`access.csv` was written by hand from what the house promises. A cell is `y` (let in), `away` (sent
on to another page), `login` (sent to sign in), or the status of a refusal.
"""

import csv
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from core.accounts import demo
from tests.house.doors import methods
from tests.house.furnish import ROLES

TABLE = Path(__file__).with_name("access.csv")
LINES = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
SEALED = "机密-canary"  # what people have said lies in safes, with this in it
# Where it is read, by POST alone, by who is let in.
OPENING = {"cases.review", "cases.open_answer", "practice.open_part", "practice.open_broken"}
OPENING |= {"cases.name_papers", "cases.notes", "cases.reasons"}
GROUPS = sorted({line["endpoint"].partition(".")[0] for line in LINES})


def answered(answer):
    """Say in the words of the table what this answer means."""
    if answer.status_code in {301, 302, 303}:
        where = urlsplit(answer.location).path
        return "login" if where == "/login" else "confirm" if where == "/login/confirm" else "away"
    if answer.status_code in {200, 304, 409, 422}:
        return "y"
    return str(answer.status_code)


def agrees(expected, found):
    """A form that was let in answers with itself or leads on; a page must be shown."""
    return found == expected or (expected == "y" and found == "away")


@pytest.mark.parametrize("group", GROUPS)
def test_who_gets_in_where(group, client_of, doors, pristine, record_property):
    wrong, cells, read = [], 0, []
    for line in LINES:
        if line["endpoint"].partition(".")[0] != group:
            continue
        for role in ROLES:
            endpoint, method, word = line["endpoint"], line["method"], line["object"]
            url = doors.url(endpoint, method, word, role)
            client = client_of(role)
            if method == "POST":
                fields = dict(pair.split("=") for pair in line["sends"].split())
                fields = {n: demo.PEOPLE[0].name if v == "@demo" else v for n, v in fields.items()}
                answer = client.send(url, fields, headers={"Origin": "http://localhost"})
                pristine.put_back()
            else:
                answer = client.get(url)
            cells += 1
            found = answered(answer)
            if SEALED.encode() in answer.get_data():
                read.append((endpoint, line[role]))
            if not agrees(line[role], found):
                wrong.append(
                    f"{method} {url} ({endpoint}, {word}) as {role}: {found}, not {line[role]}"
                )
    record_property("cells", cells)
    record_property("opened", len(read))
    assert cells
    assert {endpoint for endpoint, _cell in read} <= OPENING, "sealed, and yet it was shown"
    assert {cell for _endpoint, cell in read} <= {"y"}
    assert bool(read) == (group in {each.partition(".")[0] for each in OPENING})
    assert not wrong, f"{len(wrong)} of {cells}:\n" + "\n".join(wrong)


def test_every_route_has_lines(app):
    listed = defaultdict(set)
    for line in LINES:
        listed[line["endpoint"], line["method"]].add(line["object"])
    routes = {(r.endpoint, m): r for r in app.url_map.iter_rules() for m in methods(r)}
    assert set(listed) == set(routes), set(listed) ^ set(routes)
    with_object = {key for key, rule in routes.items() if rule.arguments - {"kind"}}
    thin = {key for key in with_object if not {"missing", "own"} <= listed[key] | {"own"}}
    assert not thin, "an address with a thing in it needs a line for a thing that is not there"
    alone = {key for key in with_object if len(listed[key]) < 2}
    assert not alone


def test_the_table_is_large_enough():
    assert len(LINES) * len(ROLES) >= 6000
    assert len({tuple(line.values()) for line in LINES}) == len(LINES)


@pytest.mark.parametrize(
    ("endpoint", "word", "role"),
    [
        ("desk_people.show", "own", "person"),
        ("desk_people.show", "other", "person"),
        ("sell.producer", "other", "person"),
        ("sell.paper_file", "crossed", "person"),
        ("catalog.edit", "own", "admin"),
        ("market.product", "hidden", "visitor"),
        ("market.farm", "hidden", "person"),
        ("sponsorship_desk.show", "own", "upper"),
        ("complaints.show", "own", "clerk"),
        ("reports.show", "own", "officer"),
        ("learn.show", "hidden", "visitor"),
        ("learn.organiser", "hidden", "person"),
        ("learn.lesson", "hidden", "officer"),
        ("volunteering.show", "hidden", "visitor"),
        ("volunteering_desk.show", "own", "upper"),
    ],
)
def test_a_hidden_thing_looks_as_one_that_is_not_there(endpoint, word, role, client_of, doors):
    """The same status and the same words, so that nobody learns what exists."""
    told = set()
    for each in (word, "missing"):
        answer = client_of(role).get(doors.url(endpoint, "GET", each, role))
        told.add((answer.status_code, answer.text.count("<"), len(answer.headers)))
    assert [status for status, *_ in told] == [404]
