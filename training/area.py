"""What training gives to the house."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from operator import itemgetter

from core.db import after_commit, writing
from core.house import Area
from core.notices import demo as notices_demo
from training.acts import ACTS
from training.classes import demo as classes_demo
from training.classes import desk_views as classes
from training.classes import jobs as classes_jobs
from training.classes import views as attending
from training.classes.operations.personal import OwnClasses
from training.classes.operations.telling import EVENTS as CLASSES_EVENTS
from training.classes.operations.tutoring import TUTORS
from training.classes.papers import list_entries as list_classes
from training.classes.queries.invariants import INVARIANTS as CLASSES_INVARIANTS
from training.courses import demo as courses_demo
from training.courses import desk_views as courses_desk
from training.courses import views as courses
from training.courses.operations.events import EVENTS as COURSES_EVENTS
from training.courses.operations.personal import OwnTeaching
from training.courses.operations.verified import ORGANISERS
from training.courses.operations.verifying import renamed
from training.courses.queries.invariants import INVARIANTS as COURSES_INVARIANTS
from training.courses.queries.recording_invariants import INVARIANTS as RECORDING_INVARIANTS
from training.courses.views import recording as teach_recording
from training.courses.views import recordings
from training.exams import demo as exams_demo
from training.exams import desk_views as items
from training.exams import jobs as exams_jobs
from training.exams import views as exams
from training.exams.operations.personal import OwnAttempts
from training.exams.operations.telling import EVENTS as EXAMS_EVENTS
from training.exams.queries.invariants import INVARIANTS as EXAMS_INVARIANTS
from training.figures import desk_views as figures
from training.learning import demo as learning_demo
from training.learning import desk_views as cohorts
from training.learning import jobs as learning_jobs
from training.learning import views as enrolments
from training.learning.operations.own_learning import OwnLearning
from training.learning.operations.personal import OwnEnrolments
from training.learning.operations.reporting import EVENTS as REPORT_EVENTS
from training.learning.operations.telling import EVENTS as ENROLMENT_EVENTS
from training.learning.papers import list_entries
from training.learning.queries.invariants import INVARIANTS as LEARNING_INVARIANTS
from training.learning.queries.mine import count_open_work
from training.learning.queries.progress_invariants import INVARIANTS as PROGRESS_INVARIANTS
from training.questions import demo as questions_demo
from training.questions import desk_views as questions_desk
from training.questions import views as questions
from training.questions.operations.events import EVENTS as QUESTIONS_EVENTS
from training.questions.operations.personal import OwnAsking
from training.questions.queries.invariants import INVARIANTS as QUESTIONS_INVARIANTS
from training.school import jobs as school_jobs
from training.school import views as school

# Whoever reads these lines of history learns who has sat which exam, and how often.
CONFIDENTIAL = ("training_attempt", "training.exam.sit")


def demo(at: datetime) -> None:
    """Furnish the school inside the open `writing()`, in the order of time.

    Pictures are drawn after the commit, and what they belong to is published then.
    """
    steps = [step for room in (courses_demo, exams_demo) for step in room.steps(at)]
    for _moment, take in sorted(steps, key=itemgetter(0)):
        take()
    later: tuple[Callable[[datetime], None], ...] = (
        courses_demo.hang,
        courses_demo.publish,
        learning_demo.learn,
        classes_demo.plan,
        exams_demo.sit,
        questions_demo.ask,
        courses_demo.change,
        file_away,
    )
    for take_later in later:
        after_commit(partial(take_later, at))


def file_away(at: datetime) -> None:
    """Let nobody be told again of what happened long ago."""
    with writing():
        notices_demo.file_away(at)


AREA = Area(
    name="training",
    blueprints=(
        school.bp,
        courses.bp,
        courses_desk.bp,
        recordings.bp,
        teach_recording.bp,
        *enrolments.BLUEPRINTS,
        *cohorts.BLUEPRINTS,
        *exams.BLUEPRINTS,
        items.bp,
        classes.bp,
        attending.bp,
        questions.bp,
        questions_desk.bp,
        *figures.BLUEPRINTS,
    ),
    menu=(*school.MENU, *courses.MENU, *enrolments.MENU, *figures.MENU),
    events=(
        *COURSES_EVENTS,
        *ENROLMENT_EVENTS,
        *REPORT_EVENTS,
        *EXAMS_EVENTS,
        *CLASSES_EVENTS,
        *QUESTIONS_EVENTS,
    ),
    acts=ACTS,
    waiting=classes.WAITING,
    needs=(TUTORS,),
    figures=(*cohorts.FIGURES,),
    calendar=(list_entries, list_classes),
    open_work=(count_open_work,),
    showcase=(*school.SHOWCASE,),
    searchable=(*school.SEARCHABLE,),
    feed=(*school.FEED,),
    sponsorable=(ORGANISERS,),
    renamed=(renamed,),
    confidential=CONFIDENTIAL,
    personal=(
        OwnTeaching(),
        OwnEnrolments(),
        OwnLearning(),
        OwnAttempts(),
        OwnClasses(),
        OwnAsking(),
    ),
    invariants={
        **COURSES_INVARIANTS,
        **RECORDING_INVARIANTS,
        **LEARNING_INVARIANTS,
        **PROGRESS_INVARIANTS,
        **EXAMS_INVARIANTS,
        **CLASSES_INVARIANTS,
        **QUESTIONS_INVARIANTS,
    },
    jobs=school_jobs.JOBS,
    sweeps={
        **learning_jobs.SWEEPS,
        **exams_jobs.SWEEPS,
        **classes_jobs.SWEEPS,
        **school_jobs.SWEEPS,
    },
    demo=demo,
)
