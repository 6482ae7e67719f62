"""The pages of help and paid work, for whom each is meant."""

WORK = "/volunteer/paid/shop.hands/{wanted}"
PLACES = {
    "visitor": ["/help", "/volunteer/paid/", WORK],
    "person": [
        "/help",
        "/help/new?kind=phone",
        "/help/new",
        "/help/{coming}",
        "/help/{helped}",
        "/help/{helped}/there/{there}/object",
        "/volunteer/paid/mine",
        WORK,
        f"{WORK}/answers",
    ],
    "buyer": ["/help/new?kind=phone"],  # who lives in no village of the county
    "secretary": [
        "/desk/{branch}/help",
        "/desk/{branch}/help/new",
        "/desk/{branch}/help?tab=planned",
        "/desk/{branch}/help?tab=over",
        "/desk/{branch}/help/{unanswered}",
        "/desk/{branch}/help/{planned}",
        "/desk/{branch}/help/{planned}/slip",
    ],
}
KEY = {
    "visitor": ["/help", "/volunteer/paid/"],
    "person": ["/help/new?kind=phone", "/help/{coming}", "/help/{helped}", f"{WORK}/answers"],
    "secretary": ["/desk/{branch}/help", "/desk/{branch}/help/{unanswered}"],
}


def names_in(ask, branch):
    """Return requests of who is looking, one that waits at the desk, and work that is paid."""
    mine = (
        "SELECT {what} FROM help_request r JOIN person p ON p.id = r.person_id"
        " WHERE p.name = '王小满' AND r.kind = ?"
    )
    waiting = "SELECT min(id) FROM help_request WHERE branch_id = ? AND status = 'asked'"
    there = (
        "SELECT a.ref FROM attendance a JOIN volunteer_shift s ON s.id = a.shift_id"
        " JOIN volunteer_task t ON t.id = s.task_id"
        " WHERE t.source_kind = 'help' AND a.status = 'ended'"
    )
    return {
        "coming": ask(mine.format(what="r.ref"), "paperwork"),
        "planned": ask(mine.format(what="r.id"), "paperwork"),
        "helped": ask(mine.format(what="r.ref"), "phone"),
        "there": ask(there),
        "unanswered": ask(waiting, branch),
        "wanted": ask("SELECT min(id) FROM shop_hands_wanted WHERE wage_fen > 0"),
    }
