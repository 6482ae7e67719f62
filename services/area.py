"""What services gives to the house."""

from datetime import datetime
from operator import itemgetter

from core.house import Area
from core.notices import demo as notices_demo
from services.cases import demo as cases_demo
from services.cases import desk_views as practice
from services.cases import jobs as cases_jobs
from services.cases import views as cases
from services.cases.desk_views import counts
from services.cases.operations.personal import OwnCases
from services.cases.operations.telling import EVENTS as CASES_EVENTS
from services.cases.papers import list_practice_entries
from services.cases.queries.invariants import INVARIANTS as CASES_INVARIANTS
from services.clinics import demo as clinics_demo
from services.clinics import desk_views as clinics_desk
from services.clinics import jobs as clinics_jobs
from services.clinics import views as clinics
from services.clinics.operations.personal import OwnAppointments
from services.clinics.operations.telling import EVENTS as CLINICS_EVENTS
from services.clinics.operations.verified import CLINICS
from services.clinics.papers import list_entries as list_appointments
from services.clinics.queries.invariants import INVARIANTS as CLINICS_INVARIANTS
from services.help import demo as help_demo
from services.help import desk_views as help_desk
from services.help import jobs as help_jobs
from services.help import views as help_views
from services.help.operations.coming import COMING
from services.help.operations.events import EVENTS as HELP_EVENTS
from services.help.operations.personal import OwnHelp
from services.help.queries.invariants import INVARIANTS as HELP_INVARIANTS
from services.hours import desk_views as hours_desk
from services.hours import jobs as hours_jobs
from services.hours import views as hours
from services.hours.operations.events import EVENTS as HOURS_EVENTS
from services.hours.operations.personal import OwnHours
from services.hours.queries.attendances import list_present
from services.hours.queries.invariants import INVARIANTS as HOURS_INVARIANTS
from services.paid_work import demo as paid_work_demo
from services.paid_work import jobs as paid_work_jobs
from services.paid_work import views as paid_work
from services.paid_work.operations.events import EVENTS as PAID_WORK_EVENTS
from services.paid_work.operations.personal import OwnDeals
from services.paid_work.queries import list_asked_about
from services.paid_work.queries.invariants import INVARIANTS as PAID_WORK_INVARIANTS
from services.volunteering import demo as volunteering_demo
from services.volunteering import desk_views as volunteering_desk
from services.volunteering import jobs as volunteering_jobs
from services.volunteering import views as volunteering
from services.volunteering.operations.own_profile import OwnProfile
from services.volunteering.operations.own_shifts import OwnShifts
from services.volunteering.operations.task_events import EVENTS as TASK_EVENTS
from services.volunteering.operations.telling import EVENTS as SHIFTS_EVENTS
from services.volunteering.papers import list_entries
from services.volunteering.queries.counted import INVARIANTS as SHIFTS_INVARIANTS
from services.volunteering.queries.task_invariants import INVARIANTS as TASK_INVARIANTS
from services.volunteering.views.searchable import renamed as village_renamed

# Whoever reads these lines of history learns who has booked something, and with whom.
CONFIDENTIAL = (
    *("appointment", "clinic_session", "case_envelope", "case_glass", "case_opening", "safe"),
    *("services.appointment.own", "services.case.own", "services.case.handle"),
)
DEMOS = (volunteering_demo, help_demo, paid_work_demo, clinics_demo, cases_demo)


def demo(at: datetime) -> None:
    """Furnish the services inside the open `writing()`, in the order of time."""
    steps = [step for room in DEMOS for step in room.steps(at)]
    for _moment, take in sorted(steps, key=itemgetter(0)):
        take()
    notices_demo.file_away(at)


AREA = Area(
    name="services",
    blueprints=(
        *volunteering.BLUEPRINTS,
        *volunteering_desk.BLUEPRINTS,
        *hours.BLUEPRINTS,
        *hours_desk.BLUEPRINTS,
        *help_views.BLUEPRINTS,
        *help_desk.BLUEPRINTS,
        *paid_work.BLUEPRINTS,
        *clinics.BLUEPRINTS,
        *clinics_desk.BLUEPRINTS,
        *cases.BLUEPRINTS,
        *practice.BLUEPRINTS,
        counts.bp,
    ),
    menu=(
        *volunteering.MENU,
        *volunteering_desk.MENU,
        *hours.MENU,
        *hours_desk.MENU,
        *help_views.MENU,
        *help_desk.MENU,
        *paid_work.MENU,
        *clinics.MENU,
        *cases.MENU,
        *clinics_desk.MENU,
    ),
    events=(
        *TASK_EVENTS,
        *SHIFTS_EVENTS,
        *HOURS_EVENTS,
        *HELP_EVENTS,
        *PAID_WORK_EVENTS,
        *CLINICS_EVENTS,
        *CASES_EVENTS,
    ),
    showcase=(*volunteering.SHOWCASE,),
    searchable=(*volunteering.SEARCHABLE,),
    renamed=(village_renamed,),
    waiting=(
        *volunteering_desk.WAITING,
        *hours_desk.WAITING,
        *help_desk.WAITING,
        *clinics_desk.WAITING,
    ),
    sponsorable=(CLINICS,),
    figures=(*volunteering_desk.FIGURES, *hours_desk.FIGURES, *help_desk.FIGURES),
    selling=(*paid_work.SELLING,),
    needs=(COMING,),
    asked_for=(list_asked_about,),
    acts={
        **help_views.ACTS,
        **paid_work.ACTS,
        **cases.ACTS,
    },
    calendar=(list_entries, list_appointments, list_practice_entries),
    present=(list_present,),
    confidential=CONFIDENTIAL,
    personal=(
        OwnProfile(),
        OwnShifts(),
        OwnHours(),
        OwnHelp(),
        OwnDeals(),
        OwnCases(),
        OwnAppointments(),
    ),
    invariants={
        **TASK_INVARIANTS,
        **SHIFTS_INVARIANTS,
        **HOURS_INVARIANTS,
        **HELP_INVARIANTS,
        **PAID_WORK_INVARIANTS,
        **CLINICS_INVARIANTS,
        **CASES_INVARIANTS,
    },
    sweeps={
        **volunteering_jobs.SWEEPS,
        **hours_jobs.SWEEPS,
        **help_jobs.SWEEPS,
        **paid_work_jobs.SWEEPS,
        **clinics_jobs.SWEEPS,
        **cases_jobs.SWEEPS,
    },
    jobs={
        **volunteering_jobs.JOBS,
    },
    demo=demo,
)
