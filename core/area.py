"""What core itself gives to the house."""

from core.house import Area, Sweep
from core.notices import jobs as notices_jobs
from core.notices import views as inbox
from core.notices.invariants import INVARIANTS as NOTICES_INVARIANTS
from core.web.logs import forget_old_logs
from core.web.machine_views import bp as machines

DAY = 24 * 60  # minutes

CORE = Area(
    name="core",
    blueprints=(machines, inbox.bp,),
    menu=(*inbox.MENU,),
    invariants={**NOTICES_INVARIANTS},
    sweeps={"core.logs": Sweep(DAY, forget_old_logs), **notices_jobs.SWEEPS},
    jobs={**notices_jobs.JOBS},
)
