"""The address of clinics."""

from flask import Blueprint

bp = Blueprint("clinics", __name__, url_prefix="/services")
