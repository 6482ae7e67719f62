"""One clinic, as everybody sees it: where it is, who is there, who has verified it."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.site.pages import public_page
from core.sponsorship.queries import find_record
from core.web.guard import public
from core.web.links import whole
from core.web.prose import prose
from services.clinics.queries import offered
from services.clinics.rules.setting_up import CLINICS
from services.clinics.views.blueprint import bp
from services.clinics.views.listing import ENDPOINTS, groups, line


@bp.get("/clinics/<int:clinic_id>")
@public
def show(clinic_id: int) -> ResponseReturnValue:
    return public_page("services/clinics/show.html", lambda: of_clinic(clinic_id))


def of_clinic(clinic_id: int) -> dict[str, Any]:
    """Read a clinic that everybody may see, and who can be booked there."""
    at = now()
    clinic = offered.find_shown(clinic_id, at=at) or abort(404)
    seen = offered.find_verified(clinic.id, at=at)
    there, verified = offered.list_open(clinic.kind, at=at)
    found = [each for each in there if each.clinic_id == clinic.id]
    return {
        "clinic": clinic,
        "kind": CLINICS[clinic.kind],
        "place": " ".join(filter(None, (offered.village_of(clinic.unit), clinic.address))),
        "words": prose(clinic.words, breaks=True) if clinic.words else "",
        "record": find_record(seen.sponsorship_id) if seen else None,
        "people": [line(each, verified) for each in found if each.seats == 1],
        "sessions": groups(found, verified, at=at),
        "contacts": [(clinic.id, clinic.title)] if clinic.contact_id else [],
        "times": url_for(ENDPOINTS[clinic.kind]),
        "canonical": whole(url_for(".show", clinic_id=clinic.id)),
    }
