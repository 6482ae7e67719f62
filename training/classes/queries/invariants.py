"""What must hold of classes and their rolls, as queries that find whatever breaks it."""

INVARIANTS = {
    "classes.counted_by_code_or_by_two": (
        "SELECT id FROM training_class_attendance WHERE counted_at IS NOT NULL"
        " AND how = 'hand' AND (countersigned_by IS NULL OR countersigned_by = entered_by)"
    ),
    "classes.nobody_signs_for_themselves": (
        "SELECT a.id FROM training_class_attendance a"
        " JOIN training_enrolment e ON e.id = a.enrolment_id"
        " WHERE a.countersigned_by = e.person_id"
        " OR (a.how = 'hand' AND a.entered_by = e.person_id)"
        " OR (a.how <> 'hand' AND a.entered_by <> e.person_id)"
    ),
    # Who comes back later may be in another cohort of it.
    "classes.on_the_roll_of_their_course": (
        "SELECT a.id FROM training_class_attendance a"
        " JOIN training_enrolment e ON e.id = a.enrolment_id"
        " JOIN training_class c ON c.id = a.class_id"
        " JOIN training_cohort o ON o.id = c.cohort_id WHERE e.course_id <> o.course_id"
    ),
    "classes.who_was_there_has_done_it": (
        "SELECT a.id FROM training_class_attendance a"
        " JOIN training_class c ON c.id = a.class_id"
        " JOIN training_enrolment e ON e.id = a.enrolment_id"
        " JOIN training_lesson l ON l.version_id = e.version_id AND l.key = c.lesson_key"
        " AND l.kind = 'class'"
        " WHERE a.counted_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM training_progress p"
        " WHERE p.enrolment_id = e.id AND p.lesson_key = l.key AND p.done_at IS NOT NULL)"
    ),
    # A class is done by being there and by nothing else.
    "classes.done_by_being_there": (
        "SELECT p.id FROM training_progress p"
        " JOIN training_enrolment e ON e.id = p.enrolment_id"
        " JOIN training_lesson l ON l.version_id = e.version_id AND l.key = p.lesson_key"
        " WHERE p.done_at IS NOT NULL AND l.kind = 'class' AND NOT EXISTS (SELECT 1"
        " FROM training_class_attendance a JOIN training_class c ON c.id = a.class_id"
        " JOIN training_enrolment o ON o.id = a.enrolment_id"
        " WHERE o.person_id = e.person_id AND c.lesson_key = p.lesson_key"
        " AND o.course_id = e.course_id AND a.counted_at IS NOT NULL)"
    ),
    "classes.three_shown_at_most": (
        "SELECT class_id FROM training_class_shown GROUP BY class_id HAVING count(*) > 3"
    ),
    "classes.shown_before_a_screen": (
        "SELECT s.class_id FROM training_class_shown s JOIN training_class c ON c.id = s.class_id"
        " WHERE c.way <> 'screen'"
    ),
    "classes.counted_with_nothing_shown": (
        "SELECT a.id FROM training_class_attendance a JOIN training_class c ON c.id = a.class_id"
        " WHERE c.way = 'screen' AND a.counted_at IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM training_class_shown s WHERE s.class_id = c.id)"
    ),
    "classes.checked_in_by_their_own_code": (
        "SELECT a.id FROM training_class_attendance a JOIN training_class c ON c.id = a.class_id"
        " JOIN training_enrolment e ON e.id = a.enrolment_id"
        " WHERE a.how <> 'hand' AND e.person_id = c.tutor_id"
    ),
}
