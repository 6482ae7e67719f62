"""What must hold of how far learners are, as queries that find whatever breaks it."""

INVARIANTS = {
    # Both engines write an empty list so; what is watched and what is counted go together.
    "learning.credit_is_what_was_watched": (
        "SELECT id FROM training_progress WHERE (CAST(watched AS TEXT) = '[]') <> (credit = 0)"
    ),
    "learning.no_more_credit_than_there_is": (
        "SELECT p.id FROM training_progress p WHERE p.credit > 0"
        " AND NOT EXISTS (SELECT 1 FROM training_enrolment e JOIN training_lesson l"
        " ON l.version_id = e.version_id AND l.key = p.lesson_key"
        " WHERE e.id = p.enrolment_id AND p.credit <= l.seconds)"
    ),
    "learning.done_in_the_version_one_learns": (
        "SELECT p.id FROM training_progress p"
        " WHERE p.done_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM training_enrolment e"
        " JOIN training_lesson l ON l.version_id = e.version_id AND l.key = p.lesson_key"
        " WHERE e.id = p.enrolment_id)"
    ),
    "learning.what_was_accepted_is_done": (
        "SELECT r.id FROM training_report r WHERE r.status = 'accepted' AND NOT EXISTS"
        " (SELECT 1 FROM training_progress p WHERE p.enrolment_id = r.enrolment_id"
        " AND p.lesson_key = r.lesson_key AND p.done_at IS NOT NULL)"
    ),
    "learning.nobody_judges_their_own": (
        "SELECT r.id FROM training_report r JOIN training_enrolment e ON e.id = r.enrolment_id"
        " WHERE r.looked_by = e.person_id"
    ),
}
