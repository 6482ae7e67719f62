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
from training.school import views as school

AREA = Area(
    name="training",
    blueprints=(school.bp, courses.bp, courses_desk.bp),
    menu=(*school.MENU, *courses.MENU),
    events=(*COURSES_EVENTS,),
    showcase=(*school.SHOWCASE,),
    searchable=(*school.SEARCHABLE,),
    feed=(*school.FEED,),
    sponsorable=(ORGANISERS,),
    renamed=(renamed,),
    personal=(OwnTeaching(),),
    invariants={**COURSES_INVARIANTS},
)
