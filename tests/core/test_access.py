"""Who may what follows from facts about the person, never from a role column."""

from types import SimpleNamespace

import pytest

from core.access import Actor, Office, Permission, above, admin, anyone, clerk, holds, owner

SECRETARY = Actor(id=1, person=1, name="甲", offices=frozenset({Office(4, "/1/4/", "secretary")}))
CLERK = Actor(id=2, person=2, name="乙", is_clerk=True)
ADMIN = Actor(id=3, person=3, name="丙", is_admin=True)
OWN, OTHER = SimpleNamespace(branch_id=4, path="/1/4/"), SimpleNamespace(branch_id=5, path="/1/5/")
BELOW = SimpleNamespace(branch_id=9, path="/1/4/9/")


@pytest.mark.parametrize(
    ("check", "actor", "subject", "granted"),
    [
        (anyone, CLERK, None, True),
        (admin, ADMIN, None, True),
        (admin, CLERK, None, False),
        (clerk, CLERK, None, True),
        (clerk, ADMIN, None, False),
        (owner, CLERK, None, True),
        (owner, CLERK, SimpleNamespace(person_id=2), True),
        (owner, CLERK, SimpleNamespace(person_id=1), False),
        (holds("secretary"), SECRETARY, None, True),
        (holds("publicity"), SECRETARY, None, False),
        (holds(), SECRETARY, OWN, True),
        (holds(), SECRETARY, OTHER, False),
        (above, SECRETARY, None, True),
        (above, SECRETARY, OWN, False),
        (above, SECRETARY, BELOW, True),
        (above, CLERK, BELOW, False),
    ],
)
def test_a_check_knows_the_facts(check, actor, subject, granted):
    assert check(actor, subject) is granted
    assert Permission("probe", "试试", any_of=(check,)).granted(actor, subject) is granted
