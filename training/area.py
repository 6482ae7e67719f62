"""What training gives to the house."""

from core.house import Area
from training.courses import desk_views as courses_desk
from training.courses import views as courses
from training.courses.operations.events import EVENTS as COURSES_EVENTS
from training.courses.operations.personal import OwnTeaching
from training.courses.operations.verified import ORGANISERS
from training.courses.operations.verifying import renamed
from training.courses.queries.invariants import INVARIANTS as COURSES_INVARIANTS
from training.exams import models  # noqa: F401

AREA = Area(
    name="training",
    blueprints=(courses.bp, courses_desk.bp),
    menu=(*courses.MENU,),
    events=(*COURSES_EVENTS,),
    sponsorable=(ORGANISERS,),
    renamed=(renamed,),
    personal=(OwnTeaching(),),
    invariants={**COURSES_INVARIANTS},
)
