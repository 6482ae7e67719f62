"""What must hold of organisers and courses, as queries that find whatever breaks it."""

INVARIANTS = {
    "courses.more_than_one_live": (
        "SELECT course_id FROM training_version WHERE status = 'live'"
        " GROUP BY course_id HAVING count(*) > 1"
    ),
    "courses.more_than_one_draft": (
        "SELECT course_id FROM training_version WHERE status = 'draft'"
        " GROUP BY course_id HAVING count(*) > 1"
    ),
    "courses.minutes_are_those_of_lessons": (
        "SELECT v.id FROM training_version v WHERE v.minutes <> (SELECT coalesce(sum(l.minutes), 0)"
        " FROM training_lesson l WHERE l.version_id = v.id)"
    ),
    "courses.lesson_in_a_strange_chapter": (
        "SELECT l.id FROM training_lesson l JOIN training_chapter c ON c.id = l.chapter_id"
        " WHERE c.version_id <> l.version_id"
    ),
    "courses.on_but_never_published": (
        "SELECT c.id FROM training_course c WHERE c.is_on AND NOT EXISTS"
        " (SELECT 1 FROM training_version v WHERE v.course_id = c.id AND v.status = 'live')"
    ),
    "courses.removed_but_on": (
        "SELECT id FROM training_course WHERE is_on AND removed_at IS NOT NULL"
    ),
    "courses.under_a_strange_verification": (
        "SELECT c.id FROM training_course c JOIN sponsorship s ON s.id = c.sponsorship_id"
        " WHERE s.kind <> 'organiser' OR s.ref <> c.organiser_id"
    ),
    "courses.open_organiser_without_keeper": (
        "SELECT o.id FROM training_organiser o WHERE o.closed_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM training_teacher t WHERE t.organiser_id = o.id"
        " AND t.is_keeper AND t.ended_at IS NULL)"
    ),
    "courses.closed_and_verified": (
        "SELECT o.id FROM training_organiser o JOIN sponsorship s"
        " ON s.kind = 'organiser' AND s.ref = o.id WHERE o.closed_at IS NOT NULL"
        " AND s.status IN ('asked', 'visiting', 'active', 'suspended')"
    ),
    "courses.lesson_picture_hidden": (
        "SELECT l.id FROM training_lesson_file l JOIN stored_file f ON f.id = l.file_id"
        " WHERE NOT f.is_public OR f.deleted_at IS NOT NULL"
    ),
}
