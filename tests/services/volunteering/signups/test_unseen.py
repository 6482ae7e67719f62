"""A no is visible to nobody: no page of an officer, no history, no figure shows that there was one.

Two houses that differ by the answer alone are looked at with the same eyes.
"""

import re

import pytest

from core.accounts.models import GrantKind
from core.branches.models import OfficeRole
from core.clock import now
from core.house import HOUSE
from services.volunteering import jobs
from services.volunteering.operations import turns
from services.volunteering.queries.turns import list_open
from tests.house.doors import PART, methods
from tests.house.source import PYTHON, TEMPLATES, name

# What changes from one look to the next by itself.
PASSING = re.compile(r'name="(?:csrf_token|form_key)"[^>]*')
SEEN = ("/desk/", "/admin/", "/operate/", "/volunteer/", "/branches/")
ROOM = "services/volunteering"
# Where questions are asked, answered, shown to who is asked, copied out to them, and counted.
KNOWS = {"models", "jobs", "rules/turns", "queries/turns", "queries/counted"}
KNOWS |= {f"operations/{each}" for each in ("turns", "telling", "own_shifts")}
KNOWS |= {"views/turns", "views/mine"}


@pytest.fixture
def at():
    return now()


@pytest.fixture
def asked(hands, do):
    """Return a shift about which one of three was asked."""
    for _each in range(3):
        hands.volunteer()
    shift = hands.in_turn(title="代买东西")
    do(turns.ask, shift)
    return shift


@pytest.fixture
def officer(app, hands, make):
    """Return the browser of a secretary who is deputy above, clerk and administrator as well."""
    person = hands.officer
    make.officer(hands.town, OfficeRole.DEPUTY, person)
    for kind in GrantKind:
        make.admin(person, kind)
    client = app.test_client()
    client.look = False
    client.log_in(person)
    return client


def pages(app, hands, shift):
    """Return every address of a desk that has to do with the branch, its tasks and people."""
    known = {
        "branch_id": hands.branch.id,
        "task_id": shift.task_id,
        "shift_id": shift.id,
        "person_id": list_open(shift.id)[0].person_id,
    }
    for rule in app.url_map.iter_rules():
        is_page = "GET" in methods(rule) and rule.arguments <= known.keys()
        if is_page and rule.rule.startswith(SEEN):
            yield PART.sub(lambda part: str(known[part[1]]), rule.rule)


def look(client, urls):
    """Return what each page shows, without what differs at each look."""
    shown = {}
    for url in urls:
        answer = client.get(url)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            shown[url] = PASSING.sub("", answer.text)
    return shown


def test_no_page_shows_that_somebody_said_no(app, hands, do, asked, officer):
    urls = sorted(set(pages(app, hands, asked)))
    before = look(officer, urls)
    assert len(before) > 20
    do(turns.decline, list_open(asked.id)[0])
    after = look(officer, urls)
    assert not [url for url in urls if after.get(url) != before.get(url)]


def test_control_what_an_officer_may_see_does_change(app, hands, do, asked, officer):
    """A name that is changed is seen on one of these pages: the look above is not blind."""
    urls = sorted(set(pages(app, hands, asked)))
    before = look(officer, urls)
    do(_rename, hands.branch)
    assert look(officer, urls) != before


def _rename(branch, *, at):
    branch.name = "改过名的党支部"


def test_no_figure_tells_it(hands, do, asked, at):
    def counted():
        return [figure for figures in HOUSE.figures for figure in figures(hands.branch.id, at)]

    before = counted()
    do(turns.decline, list_open(asked.id)[0])
    jobs.go_on(at)
    assert counted() == before


def test_only_these_files_know_of_questions():
    """Whoever reads the table elsewhere is found here, before a page shows what it says."""
    reads = re.compile(
        r"\bTurnStatus\b|volunteer_turn|^from .* import .*\bTurn\b|^    Turn,$", re.MULTILINE
    )
    knows = {name(path) for path in PYTHON if reads.search(path.read_text())}
    assert knows == {f"{ROOM}/{each}.py" for each in KNOWS}
    pages = {name(path) for path in TEMPLATES if "turn_id" in path.read_text()}
    assert pages == {f"templates/{ROOM}/mine.html"}
