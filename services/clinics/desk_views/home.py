"""The branch's practitioners and clinics: what is there, and what is missing."""

from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.clock import now, village_day
from core.web.forms import page
from core.web.guard import needs
from services.access import RUN_CLINICS
from services.clinics.desk_views.blueprint import bp
from services.clinics.queries import desk
from services.clinics.rules import setting_up as rules


@bp.get("/")
@needs(RUN_CLINICS, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    clinics = desk.list_clinics(branch.id)
    return page(
        "services/clinics/desk/home.html",
        branch=branch,
        practitioners=desk.list_practitioners(branch.id),
        clinics=clinics,
        verifications=desk.list_verifications([each.id for each in clinics]) if clinics else {},
        today=village_day(now()),
        rules=rules,
    )
