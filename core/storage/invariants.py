"""What must never be found among the files."""

INVARIANTS = {
    "storage.gone_without_deletion": (
        "SELECT id FROM stored_file WHERE gone_at IS NOT NULL"
        " AND (deleted_at IS NULL OR gone_at < deleted_at OR name <> '')"
    ),
    "storage.picture_without_size": (
        "SELECT id FROM stored_file WHERE (media_type = 'image/webp')"
        " <> (width IS NOT NULL AND height IS NOT NULL AND small_sha256 IS NOT NULL)"
    ),
    "storage.over_quota": (
        "SELECT owner_id FROM stored_file WHERE deleted_at IS NULL AND owner_id IS NOT NULL"
        " GROUP BY owner_id HAVING COUNT(*) > 200 OR SUM(size) > 524288000"
    ),
    "storage.recording_gone_without_deletion": (
        "SELECT id FROM stored_recording WHERE gone_at IS NOT NULL"
        " AND (deleted_at IS NULL OR gone_at < deleted_at OR name <> '')"
    ),
    "storage.recording_too_large": (
        "SELECT id FROM stored_recording"
        " WHERE size > CASE media_type WHEN 'text/vtt' THEN 1048576 ELSE 209715200 END"
    ),
    "storage.space_over_quota": (
        "SELECT space FROM stored_recording WHERE deleted_at IS NULL"
        " GROUP BY space HAVING SUM(size) > 5368709120"
    ),
}
