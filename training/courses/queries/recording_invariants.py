"""What must hold of recordings in lessons, as queries that find whatever breaks it."""

INVARIANTS = {
    "courses.recording_of_another_role": (
        "SELECT f.id FROM training_lesson_file f JOIN stored_recording r ON r.id = f.recording_id"
        " WHERE (f.role = 'captions') <> (r.media_type = 'text/vtt')"
    ),
    "courses.recording_deleted_but_played": (
        "SELECT f.id FROM training_lesson_file f JOIN stored_recording r ON r.id = f.recording_id"
        " WHERE r.deleted_at IS NOT NULL"
    ),
    "courses.recording_counted_for_another": (
        "SELECT f.id FROM training_lesson_file f"
        " JOIN stored_recording r ON r.id = f.recording_id"
        " JOIN training_lesson l ON l.id = f.lesson_id"
        " JOIN training_version v ON v.id = l.version_id"
        " JOIN training_course c ON c.id = v.course_id"
        " WHERE r.space <> 'organiser:' || c.organiser_id"
    ),
}
