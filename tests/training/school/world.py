"""What everybody may see of the school: courses on show, and hands that change what stands."""

import re
import secrets
from datetime import timedelta

from core.cache.operations import bump
from core.db import db, writing
from core.proxy.acting import ACTING
from core.proxy.models import How, Proxy
from core.sponsorship.models import SponsorshipStatus, Visit
from core.storage.recordings import Recording, RecordingType
from tests.training.learning.world import World as Learning
from training.courses.models import Course, FileRole, Lesson, LessonFile

TILE = re.compile(r'<a href="/learn/(\d+)">')


class World(Learning):
    """One organiser with one course; each further one is switched on an hour before the last."""

    def __init__(self, make, at):
        super().__init__(make, at)
        self.count = 0
        self.visit = make.add(
            Visit(
                sponsorship_id=self.sponsorship.id,
                day=self.today,
                note="地方干净。",
                saved_at=at,
                handed_in_at=at,
            )
        )

    def shown(self, title="做豆腐", lessons=2, listed_at=None, needs=(), **kw):
        """Return a course on show; `kw` is of the course, or else of its live version."""
        self.count += 1
        of_course = {name: kw.pop(name) for name in list(kw) if hasattr(Course, name)}
        course = self.make_course(title, lessons, needs=needs, **kw)
        listed_at = listed_at or self.at - self.count * timedelta(hours=1)
        self.change(course, listed_at=listed_at, **of_course)
        return course

    def change(self, row, **said):
        """Let a row say something else from now on, and every page know of it."""
        with writing():
            found = db.session.get_one(type(row), row.id)
            for name, value in said.items():
                setattr(found, name, value)
            bump()

    def say(self, course=None, **said):
        """Let the live version of a course say something else."""
        self.change(self.live(course), **said)

    def lesson(self, course, key, **said):
        with writing():
            version = self.live(course)
            found = db.session.scalar(
                db.select(Lesson).where(Lesson.version_id == version.id, Lesson.key == key)
            )
            for name, value in said.items():
                setattr(found, name, value)
            bump()

    def film(self, key):
        """Hang a film on a lesson of the live version."""
        film = self.make.add(
            Recording(
                ref=secrets.token_hex(16),
                name="wash.mp4",
                media_type=RecordingType.MP4,
                size=1000,
                sha256="0" * 64,
                space="organiser:1",
                owner_id=self.teacher.id,
                created_at=self.at,
            )
        )
        query = db.select(Lesson.id).where(Lesson.version_id == self.live().id, Lesson.key == key)
        lesson_id = db.session.scalar(query)
        self.make.add(LessonFile(lesson_id=lesson_id, recording_id=film.id, role=FileRole.MEDIA))
        self.say(summary="有录像了")
        return film

    def another(self, name="柳湾夜校"):
        """Return another organiser, verified; what is made from now on is held there."""
        self.organiser = self.make_organiser(self.make.person(name="柳老师"))
        self.change(self.organiser, name=name)
        return self.organiser


def hide(world, how):
    """Let the world's course be seen by nobody who does not learn it."""
    gone: dict[str, tuple] = {
        "off": (world.course, {"is_on": False}),
        "removed": (world.course, {"removed_at": world.at}),
        "under nothing": (world.course, {"sponsorship_id": None, "put_under_at": None}),
        "not published": (world.live(), {"status": "draft", "published_at": None}),
        "closed": (world.organiser, {"closed_at": world.at}),
        "suspended": (world.sponsorship, {"status": SponsorshipStatus.SUSPENDED}),
        "ended": (world.sponsorship, {"status": SponsorshipStatus.ENDED}),
        "not begun": (world.sponsorship, {"valid_from": world.today + timedelta(days=40)}),
        "lapsed": (world.sponsorship, {"valid_until": world.today - timedelta(days=20)}),
    }
    row, said = gone[how]
    world.change(row, **said)


HOW = ("off", "removed", "under nothing", "not published", "closed", "suspended")
HOW += ("ended", "not begun", "lapsed")
OF_THE_ORGANISER = ("closed", "suspended", "ended", "not begun", "lapsed")


def tiles(answer):
    """Return which courses a page lists, in their order."""
    return [int(each) for each in TILE.findall(answer.text)]


def acting(client, world, helper):
    """Sign a helper in who acts for the learner."""
    proxy = world.make.add(
        Proxy(
            ref="ref-of-a-proxy",
            person_id=world.learner.id,
            proxy_id=helper.id,
            scopes="enrol",
            how=How.CODE,
            until=world.today + timedelta(days=30),
            asked_at=world.at,
            consented_at=world.at,
        )
    )
    client.log_in(helper)
    with client.session_transaction() as session:
        session[ACTING] = proxy.id
