"""The demo world's school: who teaches, the visit, and the courses that lie in `demo/`."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.access import Actor
from core.accounts.models import Person
from core.branches.actors import find_actor
from core.branches.models import Unit, UnitKind
from core.clock import village_day
from core.db import db, writing
from core.qualifications.models import QualificationKind
from core.sponsorship import operations as sponsorship
from core.sponsorship.models import Kinship, Seen, Sponsorship
from core.sponsorship.queries import find_standing, find_under_way
from core.sponsorship.rules import Findings
from core.storage.operations import lay_picture
from training.courses.models import (
    CourseVersion,
    Lesson,
    LessonKind,
    Level,
    Organiser,
    Subject,
    VersionStatus,
)
from training.courses.operations import drafting, files, lessons, organisers, outline, publishing
from training.courses.operations.verified import ORGANISERS
from training.courses.queries.building import list_outline
from training.courses.rules.courses import About, Head
from training.courses.rules.lessons import PICTURE, Content, mark_of
from training.courses.rules.organisers import Said
from training.courses.rules.words import KIND

FOLDER = Path(__file__).parent / "demo"
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
# How many days before the demo is filled in.
REGISTERED, ASKED, SENT, VISITED, DECIDED, BEGUN, PUBLISHED, UNDER = 40, 38, 36, 35, 34, 33, 30, 29
Steps = Iterator[tuple[datetime, Callable[[], None]]]  # what was done, and when
Facts = Mapping[str, Any]


def told() -> dict[str, Any]:
    """Return what the file says of who teaches."""
    return tomllib.loads((FOLDER / "school.toml").read_text("utf-8"))


def steps(at: datetime) -> Steps:
    """Yield how the school was registered, visited, and its courses begun; nothing where it is."""
    if db.session.scalar(select(Organiser.id).limit(1)):
        return
    facts = told()
    for days, take in (
        (REGISTERED, register),
        (ASKED, ask),
        (SENT, send),
        (VISITED, visit),
        (DECIDED, decide),
        (BEGUN, begin_all),
    ):
        then = at - days * A_DAY
        yield then, partial(take, facts, at, then)


def register(facts: Facts, _at: datetime, then: datetime) -> None:
    """Let the keeper put down where courses are held."""
    said = facts["organiser"]
    village = select(Unit.id).where(Unit.kind == UnitKind.VILLAGE, Unit.name == facts["village"])
    organisers.register(
        Said(
            name=said["name"],
            about=said["about"].strip(),
            unit_id=db.session.scalars(village).one(),
            address=said["address"],
            phone=said["phone"],
        ),
        by=find_somebody(said["keeper"], then),
        at=then,
    )


def ask(facts: Facts, _at: datetime, then: datetime) -> None:
    """Let the keeper ask a branch to come."""
    by = find_somebody(facts["organiser"]["keeper"], then)
    sponsorship.ask(KIND, the_organiser().id, note="", by=by, at=then)


def send(facts: Facts, _at: datetime, then: datetime) -> None:
    """Let who leads the branch ask the steward to go."""
    leader, steward = (find_somebody(facts["visit"][who], then) for who in ("decides", "by"))
    sponsorship.assign(under_way(), db.session.get_one(Person, steward.id), by=leader, at=then)


def visit(facts: Facts, _at: datetime, then: datetime) -> None:
    """Let the steward hand in the form of the visit; all was as it should be."""
    asked = under_way()
    sponsorship.hand_in(
        asked,
        Findings(
            day=village_day(then),
            checks=dict.fromkeys(ORGANISERS.checklist, (Seen.YES, "")),
            note=facts["visit"]["note"].strip(),
        ),
        kinship=Kinship.NONE,
        version=0,
        form_key=f"demo:{KIND}:{asked.ref}",
        by=find_somebody(facts["visit"]["by"], then),
        at=then,
    )


def decide(facts: Facts, at: datetime, then: datetime) -> None:
    """Let who leads the branch decide."""
    sponsorship.decide(
        under_way(),
        verified=True,
        valid_until=village_day(at) + facts["visit"]["until"] * A_DAY,
        kinship=Kinship.NONE,
        reason="",
        by=find_somebody(facts["visit"]["decides"], then),
        at=then,
    )


def begin_all(facts: Facts, _at: datetime, then: datetime) -> None:
    """Let the keeper write the drafts of all courses."""
    by = find_somebody(facts["organiser"]["keeper"], then)
    for number, said in enumerate(facts["course"]):
        begin(said, by=by, at=then + number * AN_HOUR)


def begin(said: Facts, *, by: Actor, at: datetime) -> None:
    """Write one course as its folder tells it: head, chapters, lessons."""
    facts = of_course(said["folder"])
    about = About(
        subject=Subject(facts["subject"]),
        unlocks=QualificationKind(facts["unlocks"]) if facts["unlocks"] else None,
    )
    course = drafting.start(the_organiser(), facts["title"], about, by=by, at=at)
    draft = db.session.scalars(
        select(CourseVersion).where(CourseVersion.course_id == course.id)
    ).one()
    exam = facts["questions"] > 0
    head = Head(
        title=facts["title"],
        summary=facts["summary"].strip(),
        for_whom=facts["for_whom"],
        level=Level(facts["level"]),
        language=said["language"],
        open_reading=not exam,
        questions=facts["questions"],
        valid_months=said["valid_months"],
        **(
            {name: facts[name] for name in ("pass_mark", "exam_minutes", "attempts", "pause_hours")}
            if exam
            else {}
        ),
    )
    drafting.write_head(draft, head, about, seen=draft.version, by=by, at=at)
    for part in facts["chapters"]:
        chapter = outline.add_chapter(draft, part["title"], by=by, at=at)
        for each in part["lessons"]:
            kind, title = LessonKind(each["kind"]), each["title"]
            lesson = outline.add_lesson(draft, chapter, kind, title, by=by, at=at)
            content = Content(
                title=title,
                minutes=each["minutes"],
                body=body_of(said["folder"], each),
                points=tuple(each.get("points", ())),
                asks=tuple(each.get("asks", ())),
            )
            seen = mark_of(lesson)
            lessons.write_lesson(draft, lesson, content, seen=seen, by=by, at=at)


def hang(at: datetime) -> None:
    """Draw the pictures of the drafts, outside any transaction, and hang them."""
    for number, folder, draft in drafts():
        then = at - BEGUN * A_DAY + number * AN_HOUR
        by = find_keeper(then)
        drawn = {}
        for lesson in draft.lessons:
            for alt, name in PICTURE.findall(lesson.body):
                path = FOLDER / folder / "pictures" / f"{name}.webp"
                drawn[lesson.id, name, alt] = lay_picture(path.name, path.read_bytes(), by=by)
        with writing():
            for (lesson_id, name, alt), laid in drawn.items():
                mine = db.session.get_one(Lesson, lesson_id)
                files.add_picture(mine.of, mine, laid, name=name, alt=alt, by=by, at=then)


def publish(at: datetime) -> None:
    """Publish what is whole now, and let the steward put it under the verification."""
    for number, _folder, draft in drafts():
        then = at - PUBLISHED * A_DAY + number * AN_HOUR
        with writing():
            publishing.publish(
                db.session.get_one(CourseVersion, draft.id), by=find_keeper(then), at=then
            )
    then = at - UNDER * A_DAY
    with writing():
        standing = find_standing(KIND, the_organiser().id)
        steward = find_actor(standing.steward_id or 0, at=then) if standing else None
        if standing is not None and steward is not None:
            sponsorship.put_all(standing, seen=then, by=steward, at=then)


def change(at: datetime) -> None:
    """Let the keeper begin the next version of a course; nothing where one was begun."""
    if db.session.scalar(select(CourseVersion.id).where(CourseVersion.number > 1).limit(1)):
        return
    facts = told()["change"]
    then = at - facts["began"] * A_DAY
    by, title = find_keeper(then), of_course(facts["folder"])["title"]
    with writing():
        live = db.session.scalars(select(CourseVersion).where(CourseVersion.title == title)).one()
        draft = publishing.change(live.course, by=by, at=then)
        chapter, _lessons = list_outline(draft.id)[-1]
        for each in facts["lessons"]:
            kind = LessonKind(each["kind"])
            outline.add_lesson(draft, chapter, kind, each["title"], by=by, at=then)


def drafts() -> list[tuple[int, str, CourseVersion]]:
    """Return the drafts of the demo's courses: their number, folder and version."""
    found = []
    for number, said in enumerate(told()["course"]):
        draft = select(CourseVersion).where(
            CourseVersion.status == VersionStatus.DRAFT,
            CourseVersion.number == 1,
            CourseVersion.title == of_course(said["folder"])["title"],
        )
        if (version := db.session.scalar(draft)) is not None:
            found.append((number, said["folder"], version))
    return found


def of_course(folder: str) -> dict[str, Any]:
    """Return what the file of a course tells."""
    return tomllib.loads((FOLDER / folder / "course.toml").read_text("utf-8"))


def body_of(folder: str, lesson: Facts) -> str:
    file: str = lesson["file"]
    return (FOLDER / folder / "lessons" / file).read_text("utf-8").strip()


def the_organiser() -> Organiser:
    name = told()["organiser"]["name"]
    return db.session.scalars(select(Organiser).where(Organiser.name == name)).one()


def under_way() -> Sponsorship:
    """Return the verification that was asked for."""
    found = find_under_way(KIND, the_organiser().id)
    if found is None:
        raise LookupError(KIND)
    return found


def find_keeper(at: datetime) -> Actor:
    return find_somebody(told()["organiser"]["keeper"], at)


def find_somebody(name: str, at: datetime) -> Actor:
    """Return the demo person of this name with the offices held by now; LookupError without."""
    person_id = db.session.scalars(select(Person.id).where(Person.name == name)).one()
    actor = find_actor(person_id, at=at)
    if actor is None:
        raise LookupError(name)
    return actor
