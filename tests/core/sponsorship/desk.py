"""Addresses and filled-in forms of the desk."""

from core.clock import now, village_day
from tests.core.sponsorship.world import CHECKLIST

PLACE = "/me/places/orchard/1"
SEEN = {f"seen_{code}": "yes" for code in CHECKLIST}


def at_desk(land, sponsorship, path=""):
    return f"/desk/{land.branch.id}/sponsorships/{sponsorship.id}{path}"


def fields(**kw):
    return {"form_key": "page-number-one", "day": village_day(now()).isoformat(), **SEEN, **kw}
