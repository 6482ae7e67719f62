"""What the pages of the school ask of the database: little, and the same for many rows.

One engine tells: on a database that was used before, the facts of the house may be read anew.
"""

import pytest

from tests.counting import queries_in
from training.courses.models import Chapter, Lesson, Prerequisite

MOST, MOST_SIGNED_IN = 8, 14
pytestmark = pytest.mark.usefixtures("still")


@pytest.fixture
def cost(client, world):
    """Return how much a page costs that is made anew, while what is kept of it does not count."""

    def ask(url):
        client.get(url)
        world.say(summary="改了")
        return queries_in(lambda: client.get(url)) - 1  # the BEGIN asks nothing

    return ask


def more_of_all(world):
    """Let the course have more lessons, and more that has to be passed before."""
    version = world.live()
    chapter = world.make.add(Chapter(version_id=version.id, position=9, title="第二章"))
    for key in range(10, 40):
        made = {"version_id": version.id, "chapter_id": chapter.id, "title": f"第{key}课"}
        world.make.add(Lesson(key=key, position=key, **made))
    for number in range(5):
        course = world.shown(f"先学{number}")
        world.make.add(Prerequisite(version_id=version.id, course_id=course.id))
        world.cohort(starts=9 + number, words=f"第{number}期")


@pytest.mark.parametrize("who", ["visitor", "neighbour", "learner", "teacher"])
def test_a_course(client, world, cost, who):
    """A visitor's page is made for all; who is signed in is asked about besides."""
    url = f"/learn/{world.course.id}"
    world.say(questions=5)
    world.cohort()
    world.enrol(cohort=world.cohort())
    before = world.shown("先学")
    world.make.add(Prerequisite(version_id=world.live().id, course_id=before.id))
    if who != "visitor":
        neighbour = world.make.person(name="邻居")
        people = {"neighbour": neighbour, "learner": world.learner, "teacher": world.teacher}
        client.log_in(people[who])
    few = cost(url)
    more_of_all(world)
    assert cost(url) == few <= (MOST if who == "visitor" else MOST_SIGNED_IN)


def test_lessons(client, world, cost):
    url = f"/learn/{world.course.id}/2"
    assert cost(url) <= MOST
    world.say(open_reading=True)
    assert cost(url) <= MOST
    client.log_in(world.learner)
    assert cost(url) <= MOST
    world.say(open_reading=False)
    world.enrol()
    assert cost(url) <= MOST


@pytest.mark.parametrize(
    "url", ["/learn/", "/learn/?subject=food&language=x", "/learn/organisers/1"]
)
@pytest.mark.parametrize("who", ["visitor", "neighbour"])
def test_lists(client, world, cost, url, who):
    if who == "neighbour":
        client.log_in(world.make.person(name="邻居"))
    few = cost(url)
    for number in range(30):
        world.shown(f"课{number}")
    assert cost(url) == few <= MOST
