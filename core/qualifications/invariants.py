"""What must hold of qualifications, as queries that find whatever breaks it."""

INVARIANTS = {
    "qualifications.own_recorded": (
        "SELECT id FROM qualification WHERE source = 'paper' AND recorded_by = person_id"
    ),
    "qualifications.revoked_without_reason": (
        "SELECT id FROM qualification WHERE revoked_at IS NOT NULL AND revoked_why = ''"
    ),
}
