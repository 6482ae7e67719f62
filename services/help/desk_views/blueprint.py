"""The address of help at a branch's desk."""

from flask import Blueprint

bp = Blueprint("help_desk", __name__, url_prefix="/desk/<int:branch_id>/help")
