"""Recordings in a furnished house: of a course in each village, what is published and its draft.

`person` teaches in `own`, `other` in `other`; nobody whose role is tried teaches elsewhere.
"""

from core.db import writing
from tests.core.storage import media
from tests.training.courses.recordings.world import FILM, World
from training.courses.models import VersionStatus

MISSING = 987_654
NOBODY = f"{MISSING:032x}"
TEACHERS = {"own": "person", "other": "other"}


class Recorded:
    """Puts a film and captions into lessons, by the operations of the room."""

    def __init__(self, house):
        self.house = house

    def fill(self, where):
        """Put in a course that plays a film, its next draft with another, and one open to all."""
        house = self.house
        things, make = house.villages[where].things, house.make
        teacher = house.people.get(TEACHERS.get(where)) or make.person(name=f"教师{where}")
        world = World(make, house.at, teacher=teacher, unit=things["unit"])
        things["recorded_course"] = world.course
        things["live_film"] = world.put(name=f"{where}.mp4")
        world.publish()
        world.draft = world.make_version(number=2)
        things["draft_film"] = world.put(data=media.WEBM, name=f"{where}.webm")
        world.put(data=media.VTT, name=f"{where}.vtt")
        world.course = world.make_course()
        world.draft = world.make_version()
        things["open_film"] = world.put(name=f"{where}-open.mp4")
        with writing():
            world.draft.open_reading = True
        world.publish()
        world.make_version(VersionStatus.DRAFT, number=2)

    def in_address(self, name, word, _role, _endpoint):
        """Say what stands in an address: `lost` is a lesson that one's own course has not."""
        where = {"lost": "own", "draft": "own", "open": "own"}.get(word, word)
        village = self.house.villages.get(where)
        if name == "ref":
            film = {"draft": "draft_film", "open": "open_film"}.get(word, "live_film")
            return village.things[film].ref if village else NOBODY
        if name == "key":
            return MISSING if word == "lost" else FILM
        return village.things["recorded_course"].id if village else MISSING
