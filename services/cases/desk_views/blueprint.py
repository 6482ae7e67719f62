"""The blueprint of the practitioner's desk."""

from flask import Blueprint

bp = Blueprint("practice", __name__, url_prefix="/practice")
