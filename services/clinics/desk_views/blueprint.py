"""The blueprint of the branch's desk for clinics."""

from flask import Blueprint

bp = Blueprint("clinics_desk", __name__, url_prefix="/desk/<int:branch_id>/clinics")
