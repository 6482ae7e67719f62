"""What a branch counts of learning."""

from collections.abc import Iterable
from datetime import datetime

from core.house import Figure
from core.words import _
from training.learning.queries.mine import count_learners


def list_figures(branch_id: int, at: datetime) -> Iterable[Figure]:  # noqa: ARG001
    """Return how many people learn in the branch's villages now."""
    return [Figure(title=_("正在学堂学的人"), value=count_learners(branch_id))]
