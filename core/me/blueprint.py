"""The addresses under /me/; the view modules hang their routes on it."""

from flask import Blueprint

bp = Blueprint("me", __name__, url_prefix="/me")
