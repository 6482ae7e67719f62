"""What training gives to the house."""

from core.house import Area
from training.exams import desk_views as items
from training.exams import jobs as exams_jobs
from training.exams import views as exams
from training.exams.operations.personal import OwnAttempts
from training.exams.operations.telling import EVENTS as EXAMS_EVENTS
from training.exams.queries.invariants import INVARIANTS as EXAMS_INVARIANTS

# Whoever reads these lines of history learns who has sat which exam, and how often.
CONFIDENTIAL = ("training_attempt", "training.exam.sit")

AREA = Area(
    name="training",
    blueprints=(*exams.BLUEPRINTS, items.bp),
    events=(*EXAMS_EVENTS,),
    confidential=CONFIDENTIAL,
    personal=(OwnAttempts(),),
    invariants={**EXAMS_INVARIANTS},
    sweeps={**exams_jobs.SWEEPS},
)
