"""The pages of the desk for clinics, for whom each is meant."""

CLINIC = "/desk/{branch}/clinics/{clinic}"
GIVEN = "/desk/{branch}/clinics/services/{given}"
PRACTITIONER = "/desk/{branch}/clinics/practitioners/{practitioner}"
PLACES = {
    "secretary": [
        "/desk/{branch}/clinics/",
        "/desk/{branch}/clinics/new",
        "/desk/{branch}/clinics/counts",
        "/desk/{branch}/clinics/practitioners/new",
        PRACTITIONER,
        f"{PRACTITIONER}/renew",
        f"{PRACTITIONER}/away",
        CLINIC,
        "/desk/{branch}/clinics/{room}",
        f"{CLINIC}/edit",
        f"{CLINIC}/contact",
        f"{CLINIC}/services/new",
        GIVEN,
        "/desk/{branch}/clinics/services/{talks}",
        f"{GIVEN}/edit",
        f"{GIVEN}/week",
        f"{GIVEN}/extra",
        "/desk/{branch}/clinics/services/{talks}/sessions/new",
        "/desk/{branch}/clinics/sessions/{session}/cancel",
        "/desk/{branch}/sponsorships/{verified_clinic}",
    ],
    "steward": ["/me/places/clinic/{room}"],
}
KEY = {"secretary": ["/desk/{branch}/clinics/", CLINIC, f"{GIVEN}/week"]}


def names_in(ask, branch):
    """Return a clinic of each kind, who gives advice there, and an hour for groups."""
    of_kind = "SELECT min(id) FROM clinic WHERE branch_id = ? AND kind = ?"
    lawyer = "SELECT t.id FROM practitioner t JOIN person p ON p.id = t.person_id WHERE p.name = ?"
    practitioner = ask(lawyer, "陆文清")
    given = "SELECT min(id) FROM clinic_service WHERE practitioner_id = ? AND seats {seats}"
    clinic = ask(of_kind, branch, "legal_aid")
    return {
        "clinic": clinic,
        "room": ask(of_kind, branch, "counselling"),
        "practitioner": practitioner,
        "given": ask(given.format(seats="= 1"), practitioner),
        "talks": ask(given.format(seats="> 1"), practitioner),
        "session": ask("SELECT min(id) FROM clinic_session"),
        "verified_clinic": ask(
            "SELECT max(id) FROM sponsorship WHERE kind = 'clinic' AND ref = ?", clinic
        ),
    }
