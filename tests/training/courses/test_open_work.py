"""What a room above says of who is still learning keeps courses and organisers open."""

import pytest

from core.errors import Refused
from core.house import Area
from training.courses.operations import organisers, publishing
from training.courses.queries.organisers import find_open
from wsgi import AREAS

pytestmark = pytest.mark.both_engines
ASKED = []


def learning(kind, ref):
    ASKED.append((kind, ref))
    return 2 if kind in {"organiser", "course"} else 0


@pytest.fixture
def areas():
    return (*AREAS, Area(name="above", open_work=(learning,)))


def test_nobody_closes_while_somebody_learns(world, do):
    course = world.published()
    ASKED.clear()
    with pytest.raises(Refused, match="还有 2 位学员没学完"):
        do(organisers.close, find_open(world.organiser.id))
    with pytest.raises(Refused, match="还有 2 位学员没学完"):
        do(publishing.remove, world.row(course))
    assert [("organiser", world.organiser.id), ("course", course.id)] == ASKED
    assert find_open(world.organiser.id)
    assert world.row(course).removed_at is None
