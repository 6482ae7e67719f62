"""What must hold of cohorts, enrolments and their counters, as queries that find what breaks it."""

INVARIANTS = {
    # I15: nobody beyond the seats, and the counters are what the rows say
    "learning.taken_is_its_enrolments": (
        "SELECT c.id FROM training_cohort c WHERE c.taken <> (SELECT count(*)"
        " FROM training_enrolment e WHERE e.cohort_id = c.id AND e.status IN ('in', 'passed'))"
    ),
    "learning.held_is_its_offers": (
        "SELECT c.id FROM training_cohort c WHERE c.held <> (SELECT count(*)"
        " FROM waitlist_wait w WHERE w.kind = 'training.cohort' AND w.ref = c.id"
        " AND w.status = 'offered')"
    ),
    "learning.more_than_seats": (
        "SELECT id FROM training_cohort WHERE taken < 0 OR held < 0 OR taken + held > seats"
    ),
    "learning.in_and_waiting": (
        "SELECT e.id FROM training_enrolment e JOIN training_cohort c ON c.course_id = e.course_id"
        " JOIN waitlist_wait w ON w.kind = 'training.cohort' AND w.ref = c.id"
        " AND w.person_id = e.person_id"
        " WHERE e.status = 'in' AND w.status IN ('waiting', 'offered')"
    ),
    "learning.open_of_a_cancelled": (
        "SELECT c.id FROM training_cohort c WHERE c.cancelled_at IS NOT NULL AND (EXISTS (SELECT 1"
        " FROM training_enrolment e WHERE e.cohort_id = c.id AND e.status = 'in')"
        " OR EXISTS (SELECT 1 FROM waitlist_wait w WHERE w.kind = 'training.cohort'"
        " AND w.ref = c.id AND w.status IN ('waiting', 'offered')))"
    ),
    "learning.cohort_of_another_course": (
        "SELECT e.id FROM training_enrolment e JOIN training_cohort c ON c.id = e.cohort_id"
        " WHERE c.course_id <> e.course_id"
    ),
    "learning.version_of_another_course": (
        "SELECT e.id FROM training_enrolment e JOIN training_version v ON v.id = e.version_id"
        " WHERE v.course_id <> e.course_id"
    ),
    "learning.learners_are_its_people": (
        "SELECT c.id FROM training_course c WHERE c.learners <> (SELECT count(DISTINCT e.person_id)"
        " FROM training_enrolment e WHERE e.course_id = c.id AND e.status IN ('in', 'passed'))"
    ),
}
