"""What must hold of attendances and of the ledger, as queries that find whatever breaks it."""

# The number of a day, counted on through all months: both engines know no such sum of dates.
NUMBERED = """
SELECT person_id, sum(minutes) AS minutes,
 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day AS number
FROM (
 SELECT person_id, minutes, day, year - (14 - month) / 12 AS year,
  month + 12 * ((14 - month) / 12) - 3 AS month
 FROM (
  SELECT person_id, minutes,
   CAST(substr(CAST(day AS VARCHAR(10)), 1, 4) AS INTEGER) AS year,
   CAST(substr(CAST(day AS VARCHAR(10)), 6, 2) AS INTEGER) AS month,
   CAST(substr(CAST(day AS VARCHAR(10)), 9, 2) AS INTEGER) AS day
  FROM hours_entry WHERE how = 'phone'
 ) AS written
) AS from_march
GROUP BY person_id, number
"""

INVARIANTS = {
    "hours.in_order": (
        "SELECT a.id FROM attendance a LEFT JOIN attendance b ON a.person_id = b.person_id"
        " AND a.id < b.id AND b.status <> 'voided'"
        " AND (b.ends_at IS NULL OR a.starts_at < b.ends_at)"
        " AND (a.ends_at IS NULL OR b.starts_at < a.ends_at)"
        " WHERE a.status <> 'voided'"
        " AND (b.id IS NOT NULL OR a.ends_at <= a.starts_at OR a.minutes > 960)"
    ),
    "hours.ledger_is_what_is_confirmed": (
        "SELECT a.id FROM attendance a WHERE (a.status = 'confirmed') <> EXISTS (SELECT 1"
        " FROM hours_entry e WHERE e.attendance_id = a.id AND e.reverses_id IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM hours_entry r WHERE r.reverses_id = e.id))"
    ),
    "hours.entry_is_its_attendance": (
        "SELECT e.id FROM hours_entry e JOIN attendance a ON a.id = e.attendance_id"
        " WHERE e.person_id <> a.person_id OR e.branch_id <> a.branch_id"
        " OR e.by_hand <> a.by_hand OR e.how <> a.confirmed_how OR e.minutes > a.minutes"
        " OR a.confirmed_how IS NULL"
    ),
    "hours.reversal_takes_back_all": (
        "SELECT r.id FROM hours_entry r JOIN hours_entry e ON e.id = r.reverses_id"
        " WHERE r.minutes <> -e.minutes OR r.attendance_id <> e.attendance_id OR r.day <> e.day"
        " OR r.person_id <> e.person_id OR r.branch_id <> e.branch_id OR r.by_hand <> e.by_hand"
        " OR r.how <> e.how OR e.reverses_id IS NOT NULL"
    ),
    "hours.follows_what_was_taken_back": (
        "SELECT e.id FROM hours_entry e JOIN hours_entry r ON r.id = e.follows_id"
        " WHERE r.reverses_id IS NULL OR r.attendance_id <> e.attendance_id"
        " OR e.minutes <= -r.minutes"
    ),
    "hours.more_than_a_day_holds": (
        "SELECT person_id, day FROM hours_entry GROUP BY person_id, day"
        " HAVING sum(minutes) > 480 OR sum(minutes) < 0"
    ),
    "hours.more_by_phone_than_thirty_days_hold": (
        f"WITH days AS ({NUMBERED}) SELECT a.person_id, a.number FROM days a"  # noqa: S608
        " JOIN days b ON b.person_id = a.person_id AND b.number BETWEEN a.number AND a.number + 29"
        " GROUP BY a.person_id, a.number HAVING sum(b.minutes) > 600"
    ),
    "hours.code_used_again": (
        "SELECT a.id FROM attendance a JOIN attendance b ON b.shift_id = a.shift_id"
        " AND b.person_id = a.person_id AND b.confirmed_at > a.confirmed_at"
        " WHERE a.confirmed_how IN ('code', 'qr') AND b.confirmed_how IN ('code', 'qr')"
    ),
    "hours.answered_for_oneself": (
        "SELECT o.id FROM attendance_objection o JOIN attendance a ON a.id = o.attendance_id"
        " WHERE o.answered_by = a.person_id"
    ),
    "hours.objected_is_open": (
        "SELECT a.id FROM attendance a WHERE (a.status = 'objected') <> EXISTS (SELECT 1"
        " FROM attendance_objection o WHERE o.attendance_id = a.id AND o.answered_at IS NULL)"
    ),
    "hours.confirmed_by_whom": (
        "SELECT a.id FROM attendance a JOIN volunteer_shift s ON s.id = a.shift_id"
        " JOIN volunteer_task t ON t.id = s.task_id WHERE"
        " (a.confirmed_how IN ('code', 'qr', 'served', 'served_by_proxy') AND t.served_id IS NULL)"
        " OR (a.confirmed_how IN ('code', 'qr') AND a.confirmed_by <> a.person_id)"
        " OR (a.confirmed_how IN ('served', 'served_by_proxy', 'phone')"
        " AND (a.confirmed_by IS NULL OR a.confirmed_by = a.person_id))"
        " OR (a.confirmed_how = 'notice' AND (a.notice_until IS NULL OR t.served_id IS NOT NULL))"
    ),
    "hours.entered_for_oneself": ("SELECT id FROM attendance WHERE by_hand AND in_by = person_id"),
    "hours.of_another_branch": (
        "SELECT a.id FROM attendance a JOIN volunteer_shift s ON s.id = a.shift_id"
        " JOIN volunteer_task t ON t.id = s.task_id WHERE a.branch_id <> t.branch_id"
    ),
    "hours.certificate_of_another": (
        "SELECT r.id FROM hours_request r JOIN certificate c ON c.id = r.certificate_id"
        " WHERE c.person_id <> r.person_id OR c.branch_id <> r.branch_id"
    ),
}
