"""The addresses of verifications at the desk; the view modules hang their routes on it."""

from flask import Blueprint

desk = Blueprint("sponsorship_desk", __name__, url_prefix="/desk/<int:branch_id>/sponsorships")
