"""What must hold of exams and of what they lead to, as queries that find whatever breaks it."""

INVARIANTS = {
    # I16: a course certificate needs a passed enrolment, of whom it was issued to
    "exams.certificate_without_passing": (
        "SELECT c.id FROM certificate c WHERE c.kind = 'course' AND NOT EXISTS"
        " (SELECT 1 FROM training_enrolment e WHERE c.source = 'training_enrolment:' || e.id"
        " AND e.status = 'passed' AND e.person_id = c.person_id)"
    ),
    "exams.passed_below_the_mark": (
        "SELECT a.id FROM training_attempt a JOIN training_enrolment e ON e.id = a.enrolment_id"
        " JOIN training_version v ON v.id = e.version_id WHERE a.lesson_key IS NULL"
        " AND a.score IS NOT NULL AND a.passed <> (a.score >= v.pass_mark)"
    ),
    "exams.passed_but_still_in": (
        "SELECT a.id FROM training_attempt a JOIN training_enrolment e ON e.id = a.enrolment_id"
        " WHERE a.lesson_key IS NULL AND a.passed AND e.status = 'in'"
        " AND a.ended_at >= e.enrolled_at"  # not what was handed in after one had left
    ),
    "exams.open_too_long": (
        "SELECT id FROM training_attempt WHERE status = 'open' AND ends_at < :now_minus_15min"
    ),
}
