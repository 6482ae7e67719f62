"""What must hold of imports, as queries that find whatever breaks it."""

INVARIANTS = {
    "roster.done_counted": (
        "SELECT i.id FROM roster_import i WHERE i.status = 'applying' AND i.rows_done <>"
        " (SELECT count(*) FROM roster_row r"
        " WHERE r.import_id = i.id AND r.person_id IS NOT NULL)"
    ),
    "roster.done_but_left": (
        "SELECT r.id FROM roster_row r JOIN roster_import i ON i.id = r.import_id"
        " WHERE i.status = 'done' AND r.person_id IS NULL AND r.kind <> 'bad'"
    ),
    "roster.person_twice": (
        "SELECT r.import_id FROM roster_row r WHERE r.person_id IS NOT NULL"
        " GROUP BY r.import_id, r.person_id HAVING count(*) > 1"
    ),
    "roster.entered_without_consent": (
        "SELECT r.id FROM roster_row r JOIN person p ON p.id = r.person_id"
        " WHERE r.kind = 'new' AND p.entered_by IS NOT NULL AND p.closed_at IS NULL"
        " AND coalesce(p.consent_note, '') = ''"
    ),
}
