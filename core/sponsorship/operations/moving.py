"""The step that each change of a verification takes: moved, noted, and heard by its area."""

from datetime import datetime

from core.access import Actor
from core.cache.operations import bump
from core.db import db
from core.sponsorship import rules
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries.places import find_kind
from core.transition import move


def take(
    sponsorship: Sponsorship, action: str, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Take the verification where the action leads; the place's area hears of it."""
    move(sponsorship, rules.SPONSORSHIP, action, by=by, at=at)
    sponsorship.status_at = at
    sponsorship.reason = reason
    db.session.flush()
    hear(sponsorship, at=at)


def hear(sponsorship: Sponsorship, *, at: datetime) -> None:
    """Let the place's area know, and public pages be made anew."""
    hook = find_kind(sponsorship.kind)
    if hook is not None:
        hook.changed(sponsorship.ref, at=at)
    bump()
