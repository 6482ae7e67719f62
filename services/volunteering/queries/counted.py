"""What must hold of the places of shifts, as queries that find what breaks it."""

INVARIANTS = {
    "volunteering.taken_is_its_signups": (
        "SELECT s.id FROM volunteer_shift s WHERE s.taken <> (SELECT count(*)"
        " FROM volunteer_signup g WHERE g.shift_id = s.id AND g.status = 'in')"
    ),
    "volunteering.held_is_its_offers": (
        "SELECT s.id FROM volunteer_shift s WHERE s.held <> (SELECT count(*)"
        " FROM waitlist_wait w WHERE w.kind = 'volunteering.shift' AND w.ref = s.id"
        " AND w.status = 'offered')"
    ),
    "volunteering.more_than_places": (
        "SELECT id FROM volunteer_shift WHERE taken < 0 OR held < 0 OR taken + held > capacity"
    ),
    "volunteering.in_and_waiting": (
        "SELECT g.id FROM volunteer_signup g JOIN waitlist_wait w ON w.ref = g.shift_id"
        " AND w.kind = 'volunteering.shift' AND w.person_id = g.person_id"
        " WHERE g.status = 'in' AND w.status IN ('waiting', 'offered')"
    ),
    "volunteering.asked_beyond_places": (
        "SELECT s.id FROM volunteer_shift s WHERE s.capacity - s.taken - s.held < (SELECT count(*)"
        " FROM volunteer_turn t WHERE t.shift_id = s.id AND t.status = 'offered')"
    ),
    "volunteering.open_of_a_cancelled": (
        "SELECT s.id FROM volunteer_shift s WHERE s.cancelled_at IS NOT NULL AND (EXISTS (SELECT 1"
        " FROM volunteer_turn t WHERE t.shift_id = s.id AND t.status = 'offered')"
        " OR EXISTS (SELECT 1 FROM waitlist_wait w WHERE w.kind = 'volunteering.shift'"
        " AND w.ref = s.id AND w.status IN ('waiting', 'offered')))"
    ),
    "volunteering.declined_asked_again": (
        "SELECT t.id FROM volunteer_turn t JOIN volunteer_shift s ON s.id = t.shift_id"
        " JOIN volunteer_task k ON k.id = s.task_id"
        " WHERE EXISTS (SELECT 1 FROM volunteer_turn n JOIN volunteer_shift o ON o.id = n.shift_id"
        " JOIN volunteer_task m ON m.id = o.task_id"
        " WHERE n.person_id = t.person_id AND n.status = 'declined' AND n.ended_at < t.offered_at"
        " AND (m.id = k.id OR (k.source_ref IS NOT NULL AND m.source_kind = k.source_kind"
        " AND m.source_ref = k.source_ref)))"
    ),
}
