"""The pages of clinics, appointments and cases, for whom each is meant."""

from datetime import timedelta

from core.clock import now, village_day

CLINIC = "/desk/{branch}/clinics/{clinic}"
MINE = "/appointments/{mine}"
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
    "visitor": [
        "/services/",
        "/services/legal-aid",
        "/services/legal-aid?day={free}",
        "/services/counselling",
        "/services/clinics/{clinic}",
        "/services/clinics/{room}",
        "/services/when-to-seek-help",
    ],
    "person": [
        "/appointments/",
        "/appointments/new/{given}?start={start}",
        "/appointments/new/{other}?start={start}",
        "/appointments/sessions/{session}",
        "/appointments/waits/{other}",
        MINE,
        f"{MINE}/move",
        "/appointments/cases/",
        "/appointments/cases/new?clinic={clinic}",
        "/appointments/cases/{case}",
    ],
    "lawyer": [
        "/practice/",
        "/practice/week?from={free}",
        "/me/second-factor",
        "/me/second-factor/new",
        "/practice/cases/",
        "/practice/figures",
        "/practice/hours",
        "/practice/away",
        "/practice/services/{given}/week",
        "/practice/services/{given}/extra",
        "/practice/glass",
        "/practice/{mine}",
        "/practice/{mine}/move",
        "/practice/cases/{case}",
    ],
    "counsellor": ["/practice/", "/practice/{talk}", "/practice/cases/{talked}"],
}
KEY = {
    "secretary": ["/desk/{branch}/clinics/", CLINIC, f"{GIVEN}/week"],
    "visitor": ["/services/legal-aid", "/services/legal-aid?day={free}", "/services/counselling"],
    "person": ["/appointments/new/{other}?start={start}", MINE, "/appointments/cases/{case}"],
    "lawyer": ["/practice/", "/practice/{mine}", "/practice/cases/{case}"],
}


def names_in(ask, branch):
    """Return a clinic of each kind, who gives advice there, and an hour for groups."""
    of_kind = "SELECT min(id) FROM clinic WHERE branch_id = ? AND kind = ?"
    lawyer = "SELECT t.id FROM practitioner t JOIN person p ON p.id = t.person_id WHERE p.name = ?"
    practitioner = ask(lawyer, "陆文清")
    given = "SELECT min(id) FROM clinic_service WHERE practitioner_id = ? AND seats {seats}"
    clinic = ask(of_kind, branch, "legal_aid")
    booked = (
        "SELECT {what} FROM appointment a JOIN person p ON p.id = a.person_id"
        " LEFT JOIN case_envelope c ON c.appointment_id = a.id"
        " WHERE p.name = ? AND a.status = 'booked' AND a.session_id IS NULL"
    )
    day = village_day(now() + timedelta(days=14))
    thursday = day + timedelta(days=(3 - day.weekday()) % 7)  # the lawyer is there on Thursdays
    monday = day + timedelta(days=-day.weekday() % 7)
    return {
        "free": thursday.isoformat(),
        "start": f"{monday:%Y%m%d}0830",
        "other": ask("SELECT min(id) FROM clinic_service WHERE asks"),
        "mine": ask(booked.format(what="a.ref"), "王小满"),
        "case": ask(booked.format(what="c.number"), "王小满"),
        "talk": ask(booked.format(what="a.ref"), "宋雨晴"),
        "talked": ask(booked.format(what="c.number"), "宋雨晴"),
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
