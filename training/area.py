"""What training gives to the house."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from operator import itemgetter

from core.db import after_commit, writing
from core.house import Area
from core.notices import demo as notices_demo
from training.acts import ACTS
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
        exams_demo.sit,
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
    ),
    menu=(*school.MENU, *courses.MENU, *enrolments.MENU),
    events=(*COURSES_EVENTS, *ENROLMENT_EVENTS, *REPORT_EVENTS, *EXAMS_EVENTS),
    acts=ACTS,
    figures=(*cohorts.FIGURES,),
    calendar=(list_entries,),
    open_work=(count_open_work,),
    showcase=(*school.SHOWCASE,),
    searchable=(*school.SEARCHABLE,),
    feed=(*school.FEED,),
    sponsorable=(ORGANISERS,),
    renamed=(renamed,),
    confidential=CONFIDENTIAL,
    personal=(OwnTeaching(), OwnEnrolments(), OwnLearning(), OwnAttempts()),
    invariants={
        **COURSES_INVARIANTS,
        **RECORDING_INVARIANTS,
        **LEARNING_INVARIANTS,
        **PROGRESS_INVARIANTS,
        **EXAMS_INVARIANTS,
    },
    sweeps={**learning_jobs.SWEEPS, **exams_jobs.SWEEPS},
    demo=demo,
)
