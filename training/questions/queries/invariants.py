"""What must hold of questions under lessons, as queries that find whatever breaks it."""

INVARIANTS = {
    "lesson_questions.teachers_untold": (
        "SELECT q.id FROM training_question q WHERE q.taken_back_at IS NULL"
        " AND EXISTS (SELECT 1 FROM training_teacher t JOIN training_course c"
        " ON c.organiser_id = t.organiser_id JOIN person p ON p.id = t.person_id"
        " WHERE c.id = q.course_id AND t.person_id <> q.person_id AND p.closed_at IS NULL"
        " AND t.since <= q.asked_at AND t.ended_at IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.event = 'school.question_asked'"
        " AND n.about = 'training_question:' || q.id)"
    ),
    "lesson_questions.answered_untold": (
        "SELECT q.id FROM training_question q JOIN person p ON p.id = q.person_id"
        " WHERE q.answered_at IS NOT NULL AND q.answered_by <> q.person_id"
        " AND p.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM notice n"
        " WHERE n.event = 'school.question_answered' AND n.person_id = q.person_id"
        " AND n.about = 'training_question:' || q.id)"
    ),
    "lesson_questions.of_no_learner": (
        "SELECT q.id FROM training_question q WHERE NOT EXISTS (SELECT 1 FROM training_enrolment e"
        " WHERE e.course_id = q.course_id AND e.person_id = q.person_id)"
    ),
    "lesson_questions.of_no_lesson": (
        "SELECT q.id FROM training_question q WHERE NOT EXISTS (SELECT 1 FROM training_lesson l"
        " JOIN training_version v ON v.id = l.version_id"
        " WHERE v.course_id = q.course_id AND l.key = q.lesson_key)"
    ),
    "lesson_questions.too_many_open": (
        "SELECT min(id) FROM training_question WHERE answered_at IS NULL AND hidden_at IS NULL"
        " AND taken_back_at IS NULL GROUP BY course_id, person_id HAVING count(*) > 10"
    ),
}
