"""What core itself gives to the house."""

from datetime import datetime

from core.accounts import demo as accounts_demo
from core.accounts import doors as accounts
from core.accounts import jobs as accounts_jobs
from core.accounts.events import EVENTS as ACCOUNTS_EVENTS
from core.accounts.invariants import INVARIANTS as ACCOUNTS_INVARIANTS
from core.accounts.personal import OwnAccount
from core.acts import ACTS
from core.admin import doors as admin
from core.branches import demo as branches_demo
from core.branches import jobs as branches_jobs
from core.branches import views as membership
from core.branches.events import EVENTS as BRANCHES_EVENTS
from core.branches.invariants import INVARIANTS as BRANCHES_INVARIANTS
from core.branches.operations.open_work import move_requests
from core.branches.personal import OwnPlace
from core.branches.waiting import list_figures, list_waiting
from core.bulletins import demo as bulletins_demo
from core.bulletins import desk_views as bulletins_desk
from core.bulletins import jobs as bulletins_jobs
from core.bulletins.events import EVENTS as BULLETINS_EVENTS
from core.bulletins.invariants import INVARIANTS as BULLETINS_INVARIANTS
from core.bulletins.operations import hand_over as hand_over_bulletins
from core.certificates import demo as certificates_demo
from core.certificates import desk_views as certificates_desk
from core.certificates import views as certificates
from core.certificates.events import EVENTS as CERTIFICATES_EVENTS
from core.certificates.invariants import INVARIANTS as CERTIFICATES_INVARIANTS
from core.certificates.personal import OwnCertificates
from core.certificates.waiting import list_waiting as certificates_waiting
from core.complaints import desk_views as complaints_desk
from core.complaints import jobs as complaints_jobs
from core.complaints import views as complaints
from core.complaints import waiting as complaints_waiting
from core.complaints.events import EVENTS as COMPLAINTS_EVENTS
from core.complaints.invariants import INVARIANTS as COMPLAINTS_INVARIANTS
from core.complaints.operations import hand_over as hand_over_complaints
from core.complaints.personal import OwnComplaints
from core.db.upkeep import CHECKPOINT
from core.db.upkeep import sweep as checkpoint
from core.desk import doors as desk
from core.history.personal import OwnHistory
from core.house import Area, Sweep
from core.me import doors as me
from core.me import views as me_views
from core.me.calendars import OwnCalendar
from core.notices import jobs as notices_jobs
from core.notices import views as inbox
from core.notices.invariants import INVARIANTS as NOTICES_INVARIANTS
from core.notices.personal import OwnNotices
from core.once import jobs as once_jobs
from core.once.personal import OwnForms
from core.operate import views as operate
from core.proxy import desk_views as proxy_desk
from core.proxy import jobs as proxy_jobs
from core.proxy import link_views as proxy_link
from core.proxy import views as proxy
from core.proxy import waiting as proxy_waiting
from core.proxy.events import EVENTS as PROXY_EVENTS
from core.proxy.invariants import INVARIANTS as PROXY_INVARIANTS
from core.proxy.personal import OwnProxies
from core.qualifications import desk_views as qualifications_desk
from core.qualifications import jobs as qualifications_jobs
from core.qualifications import views as qualifications
from core.qualifications.events import EVENTS as QUALIFICATIONS_EVENTS
from core.qualifications.invariants import INVARIANTS as QUALIFICATIONS_INVARIANTS
from core.qualifications.personal import OwnQualifications
from core.roster import desk_views as roster
from core.roster import jobs as roster_jobs
from core.roster.events import EVENTS as ROSTER_EVENTS
from core.roster.invariants import INVARIANTS as ROSTER_INVARIANTS
from core.roster.personal import OwnRows
from core.search import jobs as search_jobs
from core.search.operations import mark
from core.site import branch_views as branches
from core.site import bulletin_views as bulletins
from core.site import demo as site_demo
from core.site import outward_views as outward
from core.site import search_views as search
from core.site import views as site
from core.site.found import FoundBranches
from core.sponsorship import doors as sponsorship
from core.sponsorship import jobs as sponsorship_jobs
from core.sponsorship.events import EVENTS as SPONSORSHIP_EVENTS
from core.sponsorship.invariants import INVARIANTS as SPONSORSHIP_INVARIANTS
from core.sponsorship.operations import hand_over as hand_over_sponsorships
from core.sponsorship.personal import OwnVerifications
from core.sponsorship.waiting import list_waiting as sponsorship_waiting
from core.storage import jobs as storage_jobs
from core.storage.invariants import INVARIANTS as STORAGE_INVARIANTS
from core.storage.personal import OwnFiles
from core.waitlists.invariants import INVARIANTS as WAITLISTS_INVARIANTS
from core.waitlists.personal import OwnWaits
from core.web.file_views import bp as files
from core.web.logs import forget_old_logs
from core.web.machine_views import bp as machines

HOUR = 60  # minutes
DAY = 24 * HOUR
DEMOS = (
    accounts_demo,
    branches_demo,
    site_demo,
    bulletins_demo,
    certificates_demo,
)  # each finds what the ones before it made


def demo(at: datetime) -> None:
    """Furnish an empty house inside the open `writing()`."""
    for room in DEMOS:
        room.fill(at)
    accounts_demo.let_in()


CORE = Area(
    name="core",
    blueprints=(
        site.bp,
        search.bp,
        *admin.BLUEPRINTS,
        *accounts.BLUEPRINTS,
        *me.BLUEPRINTS,
        machines,
        outward.bp,
        files,
        inbox.bp,
        bulletins.bp,
        bulletins_desk.bp,
        roster.bp,
        qualifications.bp,
        qualifications_desk.bp,
        certificates.bp,
        certificates_desk.bp,
        branches.bp,
        membership.bp,
        *desk.BLUEPRINTS,
        *sponsorship.BLUEPRINTS,
        complaints.bp,
        complaints_desk.bp,
        complaints_desk.operate,
        operate.bp,
        proxy.bp,
        proxy_link.bp,
        proxy_desk.bp,
    ),
    menu=(
        *branches.MENU,
        *membership.MENU,
        *desk.MENU,
        *sponsorship.MENU,
        *complaints.MENU,
        *complaints_desk.MENU,
        *operate.MENU,
        *site.MENU,
        *admin.MENU,
        *inbox.MENU,
        *me_views.MENU,
        *qualifications.MENU,
        *qualifications_desk.MENU,
        *certificates.MENU,
        *certificates_desk.MENU,
        *proxy.MENU,
        *proxy_desk.MENU,
    ),
    events=(
        *ACCOUNTS_EVENTS,
        *BULLETINS_EVENTS,
        *ROSTER_EVENTS,
        *BRANCHES_EVENTS,
        *SPONSORSHIP_EVENTS,
        *COMPLAINTS_EVENTS,
        *QUALIFICATIONS_EVENTS,
        *CERTIFICATES_EVENTS,
        *PROXY_EVENTS,
    ),
    waiting=(
        list_waiting,
        bulletins_desk.waiting,
        sponsorship_waiting,
        complaints_waiting.list_waiting,
        certificates_waiting,
        proxy_waiting.list_waiting,
    ),
    feed=(outward.bulletins,),
    searchable=(FoundBranches(),),
    marking=(mark,),
    operating=(complaints_waiting.list_operating,),
    figures=(list_figures,),
    hand_over=(move_requests, hand_over_bulletins, hand_over_sponsorships, hand_over_complaints),
    personal=(
        OwnRows(),  # first: it asks for name, number and village
        OwnProxies(),
        OwnAccount(),
        OwnFiles(),
        OwnPlace(),
        OwnComplaints(),
        OwnVerifications(),  # after the offices have ended
        OwnQualifications(),
        OwnWaits(),
        OwnCalendar(),
        OwnCertificates(),
        OwnNotices(),
        OwnHistory(),
        OwnForms(),
    ),
    invariants={
        **ACCOUNTS_INVARIANTS,
        **STORAGE_INVARIANTS,
        **NOTICES_INVARIANTS,
        **BULLETINS_INVARIANTS,
        **ROSTER_INVARIANTS,
        **BRANCHES_INVARIANTS,
        **SPONSORSHIP_INVARIANTS,
        **COMPLAINTS_INVARIANTS,
        **QUALIFICATIONS_INVARIANTS,
        **WAITLISTS_INVARIANTS,
        **CERTIFICATES_INVARIANTS,
        **PROXY_INVARIANTS,
    },
    sweeps={
        "core.logs": Sweep(DAY, forget_old_logs),
        CHECKPOINT: Sweep(HOUR, checkpoint),
        **once_jobs.SWEEPS,
        **storage_jobs.SWEEPS,
        **accounts_jobs.SWEEPS,
        **notices_jobs.SWEEPS,
        **bulletins_jobs.SWEEPS,
        **roster_jobs.SWEEPS,
        **branches_jobs.SWEEPS,
        **search_jobs.SWEEPS,
        **sponsorship_jobs.SWEEPS,
        **complaints_jobs.SWEEPS,
        **qualifications_jobs.SWEEPS,
        **proxy_jobs.SWEEPS,
    },
    jobs={
        CHECKPOINT: checkpoint,
        **accounts_jobs.JOBS,
        **search_jobs.JOBS,
        **notices_jobs.JOBS,
        **bulletins_jobs.JOBS,
        **roster_jobs.JOBS,
    },
    acts=ACTS,
    demo=demo,
)
