"""What services gives to the house."""

from core.house import Area
from services.volunteering import jobs as volunteering_jobs
from services.volunteering import views as volunteering
from services.volunteering.operations.own_shifts import OwnShifts
from services.volunteering.operations.telling import EVENTS as SHIFTS_EVENTS
from services.volunteering.papers import list_entries
from services.volunteering.queries.counted import INVARIANTS as SHIFTS_INVARIANTS

AREA = Area(
    name="services",
    blueprints=(*volunteering.BLUEPRINTS,),
    menu=(*volunteering.MENU,),
    events=(*SHIFTS_EVENTS,),
    calendar=(list_entries,),
    personal=(OwnShifts(),),
    invariants={
        **SHIFTS_INVARIANTS,
    },
    sweeps={
        **volunteering_jobs.SWEEPS,
    },
    jobs={
        **volunteering_jobs.JOBS,
    },
)
