"""The blueprint of cohorts at the teacher's desk."""

from flask import Blueprint

bp = Blueprint("cohorts", __name__, url_prefix="/teach/courses")
