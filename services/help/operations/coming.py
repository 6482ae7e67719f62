"""What a villager hears while people sign up for their help, and say that they cannot come."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from core.access import SYSTEM, Actor
from core.branches.rules import public_name
from core.hooks import Need
from services.help.operations.events import clock, tell_villager
from services.help.queries.facts import SOURCE, last_signup
from services.help.queries.requests import find_request
from services.help.rules.requests import OPEN
from services.hours.rules.codes import served_code
from services.volunteering.models import Signup


class HelpComing:
    """Hears who comes for a request, as any source of needs does (`core.hooks.Needs`).

    No need of it is ever open to others: a branch arranges each request at its own desk.
    """

    kind = SOURCE

    def open(
        self,
        *,
        at: datetime,  # noqa: ARG002
        unit_ids: Iterable[int] | None = None,  # noqa: ARG002
    ) -> Sequence[Need]:
        return ()

    def find(self, ref: int, *, at: datetime) -> Need | None:  # noqa: ARG002
        return None

    def filled(self, ref: int, person_id: int, *, by: Actor, at: datetime) -> None:  # noqa: ARG002
        """Tell the villager who comes, with the code of that shift to give away when it is done."""
        if (signup := last_signup(ref, person_id)) is not None:
            code = served_code(signup.shift_id)
            self._tell(ref, signup, "somebody_comes", at=at, code=code)

    def freed(self, ref: int, person_id: int, *, by: Actor, at: datetime) -> None:
        """Tell the villager who does not come after all, unless nobody is to come any more.

        What the branch itself has changed is nobody's fault who was to come.
        """
        signup = last_signup(ref, person_id)
        if signup is None:
            return
        shift = signup.shift
        if shift.cancelled_at is not None or by.id not in {SYSTEM.id, person_id}:
            once = f":{shift.task_id}:{at:%Y%m%d%H%M%S}"
            self._tell(ref, signup, "changed", at=at, about=once)
        else:
            self._tell(ref, signup, "cannot_come", at=at)

    def moved(self, ref: int, shift_id: int, to: datetime, *, by: Actor, at: datetime) -> None:
        """Tell the villager that the time is another now."""
        self._tell_time("moved", ref, shift_id, to, by=by, at=at)

    def added(self, ref: int, shift_id: int, on: datetime, *, by: Actor, at: datetime) -> None:
        """Tell the villager that it is set for one more time."""
        self._tell_time("arranged", ref, shift_id, on, by=by, at=at)

    @staticmethod
    def _tell_time(
        event: str, ref: int, shift_id: int, starts_at: datetime, *, by: Actor, at: datetime
    ) -> None:
        request = find_request(ref)
        if request is None or request.status not in OPEN:
            return
        when, who = clock(starts_at), public_name(by.name)
        about = f":shift:{shift_id}:{when}"
        tell_villager(request, event, at=at, about=about, when=when, name=who)

    @staticmethod
    def _tell(
        ref: int, signup: Signup, event: str, *, at: datetime, about: str = "", **facts: str
    ) -> None:
        request = find_request(ref)
        if request is None or request.status not in OPEN:
            return
        known = {"when": clock(signup.shift.starts_at), **facts}
        if event != "changed":
            known["name"] = public_name(signup.person.name)
        tell_villager(request, event, at=at, about=about or f":{signup.id}", **known)


COMING = HelpComing()
