"""What services gives to the house."""

from core.house import Area
from services.volunteering import desk_views as volunteering_desk
from services.volunteering import jobs as volunteering_jobs
from services.volunteering import views as volunteering
from services.volunteering.operations.own_profile import OwnProfile
from services.volunteering.operations.task_events import EVENTS as TASK_EVENTS
from services.volunteering.queries.task_invariants import INVARIANTS as TASK_INVARIANTS
from services.volunteering.views.searchable import renamed as village_renamed

AREA = Area(
    name="services",
    blueprints=(
        *volunteering.BLUEPRINTS,
        *volunteering_desk.BLUEPRINTS,
    ),
    menu=(
        *volunteering.MENU,
        *volunteering_desk.MENU,
    ),
    events=(*TASK_EVENTS,),
    showcase=(*volunteering.SHOWCASE,),
    searchable=(*volunteering.SEARCHABLE,),
    renamed=(village_renamed,),
    waiting=(*volunteering_desk.WAITING,),
    figures=(*volunteering_desk.FIGURES,),
    personal=(OwnProfile(),),
    invariants={
        **TASK_INVARIANTS,
    },
    sweeps={
        **volunteering_jobs.SWEEPS,
    },
)
