"""The addresses of what learners have handed in, below a course on the teachers' desk."""

from flask import Blueprint

bp = Blueprint("homework", __name__, url_prefix="/teach/courses/<int:course_id>/reports")
