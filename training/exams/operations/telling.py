"""What learners are told about their papers; never what came of them."""

from datetime import datetime

from core.accounts.telling import tell
from core.house import Event
from core.words import _l
from training.exams.models import Attempt

KIND = "学堂"  # as people know it from their choices
TABLE = Attempt.__tablename__

EVENTS = (
    Event(
        name="exams.run_out",
        kind=KIND,
        title=_l("考试时间到了，卷子已经交上去"),
        text=_l("先前记下的都算。点开看结果。"),
    ),
)


def tell_run_out(attempt: Attempt, *, at: datetime) -> None:
    """Tell the learner that the paper was closed by itself."""
    tell(
        [attempt.person_id],
        "exams.run_out",
        about=f"{TABLE}:{attempt.id}",
        url=f"/learn/attempts/{attempt.ref}",
        facts={},
        at=at,
    )
