"""What learners and teachers fill in."""

from training.learning.forms.cohorts import CancelForm, CohortForm, SeatsForm
from training.learning.forms.enrolling import EnrolForm, enrol_form

__all__ = ["CancelForm", "CohortForm", "EnrolForm", "SeatsForm", "enrol_form"]
