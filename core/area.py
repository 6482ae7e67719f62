"""What core itself gives to the house."""

from core.bulletins import desk_views as bulletins_desk
from core.bulletins import jobs as bulletins_jobs
from core.bulletins.events import EVENTS as BULLETINS_EVENTS
from core.bulletins.invariants import INVARIANTS as BULLETINS_INVARIANTS
from core.bulletins.operations import hand_over as hand_over_bulletins
from core.house import Area, Sweep
from core.notices import jobs as notices_jobs
from core.notices import views as inbox
from core.notices.invariants import INVARIANTS as NOTICES_INVARIANTS
from core.site import bulletin_views as bulletins
from core.storage import jobs as storage_jobs
from core.storage.invariants import INVARIANTS as STORAGE_INVARIANTS
from core.storage.personal import OwnFiles
from core.web.file_views import bp as files
from core.web.logs import forget_old_logs
from core.web.machine_views import bp as machines

DAY = 24 * 60  # minutes

CORE = Area(
    name="core",
    blueprints=(machines, files, inbox.bp, bulletins.bp, bulletins_desk.bp),
    menu=(*inbox.MENU,),
    events=(*BULLETINS_EVENTS,),
    waiting=(bulletins_desk.waiting,),
    hand_over=(hand_over_bulletins,),
    personal=(OwnFiles(),),
    invariants={**STORAGE_INVARIANTS, **NOTICES_INVARIANTS, **BULLETINS_INVARIANTS},
    sweeps={
        "core.logs": Sweep(DAY, forget_old_logs),
        **storage_jobs.SWEEPS,
        **notices_jobs.SWEEPS,
        **bulletins_jobs.SWEEPS,
    },
    jobs={**notices_jobs.JOBS, **bulletins_jobs.JOBS},
)
