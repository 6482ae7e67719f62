"""The blueprint of the branch's desk for tasks."""

from flask import Blueprint

bp = Blueprint("volunteering_desk", __name__, url_prefix="/desk/<int:branch_id>/tasks")
