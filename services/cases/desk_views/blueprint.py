"""The blueprint of the practitioner's desk."""

from flask import Blueprint

from core.web.confidential import keep_to_oneself

bp = Blueprint("practice", __name__, url_prefix="/practice")
keep_to_oneself(bp)
