"""What must hold of appointments, as queries that find whatever breaks it."""

INVARIANTS = {
    # I13: a cell belongs to something that goes on; the key forbids two in one
    "clinics.cell_of_nothing": (
        "SELECT c.practitioner_id, c.starts_at FROM clinic_cell c"
        " LEFT JOIN appointment a ON a.id = c.appointment_id"
        " LEFT JOIN clinic_session s ON s.id = c.session_id"
        " WHERE (c.appointment_id IS NOT NULL AND a.ended_at IS NOT NULL)"
        " OR (c.session_id IS NOT NULL AND s.cancelled_at IS NOT NULL)"
    ),
    "clinics.cell_of_another": (
        "SELECT c.practitioner_id, c.starts_at FROM clinic_cell c"
        " JOIN appointment a ON a.id = c.appointment_id"
        " WHERE a.practitioner_id <> c.practitioner_id"
    ),
    "clinics.none_of_their_time": (
        "SELECT a.id FROM appointment a WHERE a.ended_at IS NULL AND a.session_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM clinic_cell c WHERE c.appointment_id = a.id"
        " AND c.starts_at = a.starts_at)"
    ),
    "clinics.seats": (
        "SELECT s.id FROM clinic_session s WHERE s.taken <> (SELECT count(*) FROM appointment a"
        " WHERE a.session_id = s.id AND a.status IN ('asked', 'booked', 'held', 'done',"
        " 'guest_absent', 'host_absent'))"
    ),
    "clinics.kept_too_long": (
        "SELECT id FROM appointment WHERE status IN ('held', 'asked')"
        " AND kept_until < :now_minus_15min"
    ),
}
