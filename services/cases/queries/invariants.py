"""What must hold of cases, as queries that find whatever breaks it."""

INVARIANTS = {
    "cases.shredded_and_open": (
        "SELECT c.id FROM case_envelope c JOIN safe s ON s.id = c.safe_id"
        " WHERE (c.status = 'shredded') <> (s.shredded_at IS NOT NULL)"
    ),
    "cases.safe_of_another": (
        "SELECT c.id FROM case_envelope c JOIN safe s ON s.id = c.safe_id WHERE s.ref <> c.number"
    ),
    "cases.marks_of_shredded": (
        "SELECT c.id FROM case_envelope c JOIN case_party p ON p.case_id = c.id"
        " WHERE c.status = 'shredded' OR c.kind = 'counselling'"
    ),
    "cases.glass_without_second": (
        "SELECT id FROM case_glass WHERE open_until IS NOT NULL AND seconded_by IS NULL"
    ),
    "cases.opened_by_nobody_of_it": (
        "SELECT o.id FROM case_opening o JOIN case_envelope c ON c.id = o.case_id"
        " WHERE o.opener = 'client' AND o.person_id <> c.client_id"
    ),
}
