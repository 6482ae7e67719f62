"""What must hold of tasks, shifts and licences, as queries that find whatever breaks it."""

INVARIANTS = {
    "volunteering.task_without_shift": (
        "SELECT id FROM volunteer_task t WHERE NOT EXISTS"
        " (SELECT 1 FROM volunteer_shift s WHERE s.task_id = t.id)"
    ),
    "volunteering.cancelled_without_why": (
        "SELECT id FROM volunteer_task WHERE (status = 'cancelled') <> (end_why <> '')"
    ),
    "volunteering.cancelled_but_to_come": (
        "SELECT s.id FROM volunteer_shift s JOIN volunteer_task t ON t.id = s.task_id"
        " WHERE t.status <> 'open' AND s.cancelled_at IS NULL AND s.starts_at > :now"
    ),
    "volunteering.someone_in_a_cancelled_shift": (
        "SELECT g.id FROM volunteer_signup g JOIN volunteer_shift s ON s.id = g.shift_id"
        " WHERE g.status = 'in' AND s.cancelled_at IS NOT NULL"
    ),
    "volunteering.need_serves_somebody": (
        "SELECT id FROM volunteer_task WHERE source = 'need' AND served_id IS NOT NULL"
    ),
    "volunteering.own_licence_seen": ("SELECT id FROM volunteer_licence WHERE seen_by = person_id"),
    "volunteering.changed_unnoted": (
        "SELECT t.id FROM volunteer_task t WHERE t.version <> 1 + (SELECT count(*)"
        " FROM history_entry h WHERE h.about = 'volunteer_task' AND h.about_id = t.id"
        " AND h.action = 'edit_task')"
    ),
}
