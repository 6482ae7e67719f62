"""How an enrolment goes on."""

from core.lifecycle import Lifecycle
from training.learning.models import EnrolmentStatus

ENROLMENT = Lifecycle(
    {EnrolmentStatus.IN: {"leave": EnrolmentStatus.OUT, "finish": EnrolmentStatus.PASSED}}
)
