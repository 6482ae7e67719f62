"""The blueprints of cohorts and of what learners have handed in, at the teachers' desk."""

from flask import Blueprint

bp = Blueprint("cohorts", __name__, url_prefix="/teach/courses")
homework_bp = Blueprint("homework", __name__, url_prefix="/teach/courses/<int:course_id>/reports")
