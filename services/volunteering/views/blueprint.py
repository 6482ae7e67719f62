"""The addresses under /volunteer/: the public list, one's own tasks and shifts."""

from flask import Blueprint

bp = Blueprint("volunteering", __name__, url_prefix="/volunteer")
