"""What services gives to the house."""

from core.house import Area
from services.hours import desk_views as hours_desk
from services.hours import jobs as hours_jobs
from services.hours import views as hours
from services.hours.operations.events import EVENTS as HOURS_EVENTS
from services.hours.operations.personal import OwnHours
from services.hours.queries.invariants import INVARIANTS as HOURS_INVARIANTS

AREA = Area(
    name="services",
    blueprints=(
        *hours.BLUEPRINTS,
        *hours_desk.BLUEPRINTS,
    ),
    menu=(
        *hours.MENU,
        *hours_desk.MENU,
    ),
    events=(*HOURS_EVENTS,),
    waiting=(*hours_desk.WAITING,),
    figures=(*hours_desk.FIGURES,),
    personal=(OwnHours(),),
    invariants={
        **HOURS_INVARIANTS,
    },
    sweeps={
        **hours_jobs.SWEEPS,
    },
)
