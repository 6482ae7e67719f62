"""Taking out of shifts to come who does not fit them any more; the places go on."""

from collections.abc import Iterable
from datetime import datetime

from core.access import Actor
from core.waitlists.models import WaitStatus
from core.waitlists.queries import list_live
from core.words import speaking
from services.volunteering.models import Shift, SignupHow
from services.volunteering.operations import places, telling
from services.volunteering.operations.coming import stay_away
from services.volunteering.operations.signups import let_go, pass_on
from services.volunteering.queries.signups import list_in, standing_of
from services.volunteering.rules.fitting import why_no_longer
from services.volunteering.rules.signups import KIND


def let_go_unfit(
    shifts: Iterable[Shift],
    *,
    only: int | None = None,
    is_older: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Take out who no longer fits, of all or of one person; return how many had a place.

    Each hears why; the line moves up. `is_older`: the least age of the task has risen.
    """
    count = 0
    for each in shifts:
        shift = places.lock(each)
        count += _let_go_of(shift, only=only, is_older=is_older, by=by, at=at)
    return count


def _let_go_of(shift: Shift, *, only: int | None, is_older: bool, by: Actor, at: datetime) -> int:
    def why(person_id: int, how: SignupHow) -> str | None:
        if only not in {None, person_id}:
            return None
        standing = standing_of(person_id, [shift], at=at)[shift.id]
        with speaking("zh"):
            return why_no_longer(shift.task, standing, how, is_older=is_older)

    waits = list_live(KIND, shift.id)
    for wait in sorted(waits, key=lambda each: each.status is WaitStatus.OFFERED):
        if reason := why(wait.person_id, SignupHow.WAIT):
            telling.tell_no_longer_fits(wait, shift, why=reason, at=at)
            let_go(wait, shift, at=at)
    count = 0
    for signup in list_in(shift.id):
        if reason := why(signup.person_id, signup.how):
            stay_away(signup, "take_out", by=by, at=at)
            telling.tell_no_longer_fits(signup, shift, why=reason, at=at)
            count += 1
    if count:
        pass_on(shift, at=at)
    return count
