"""The one page on which a branch reads numbers of its clinics."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.clock import now, village_day
from core.web.forms import page
from core.web.guard import needs
from services.access import RUN_CLINICS
from services.cases.queries.counts import list_counts
from services.clinics.rules.counts import LEAST_SHOWN

# It stands here and not with the other pages of the desk: cases are above clinics.
bp = Blueprint("clinics_counts", __name__, url_prefix="/desk/<int:branch_id>/clinics/counts")


@bp.get("")
@needs(RUN_CLINICS, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    return page(
        "services/clinics/desk/counts.html",
        branch=branch,
        lines=list_counts(branch.id, today=village_day(now())),
        least=LEAST_SHOWN,
    )
