"""Who no longer fits a shift once what it asks, or what somebody may do, has changed."""

from core.words import _
from services.volunteering.models import SignupHow, Task
from services.volunteering.rules.signups import Standing, why_no_skill, why_not_up_to
from services.volunteering.rules.tasks import Said

BY_THEMSELVES = {SignupHow.TAP, SignupHow.WAIT}  # of the others nobody asks for a skill


def asks_more(was: Said, said: Said) -> bool:
    """Tell whether a task asks something else of who comes than before."""
    return (was.skill, was.licence, was.min_age) != (said.skill, said.licence, said.min_age)


def why_no_longer(
    task: Task, standing: Standing, how: SignupHow, *, is_older: bool = False
) -> str | None:
    """Say why somebody who has a place, or waits for one, does not fit any more, or None.

    `is_older`: the task asks for a greater age than when they said that they were old enough.
    """
    if wrong := why_not_up_to(task, standing):
        return wrong
    if is_older and standing.age is None:
        return _("这件事现在要满 %(age)s 岁，满了请再报一次名", age=task.min_age)
    return why_no_skill(task, standing) if how in BY_THEMSELVES else None
