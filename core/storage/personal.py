"""A person's own files, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.storage import operations, queries, recorded


class OwnFiles:
    """What somebody has uploaded (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        return {
            "files": [
                {
                    "ref": each.ref,
                    "name": each.name,
                    "media_type": each.media_type,
                    "size": each.size,
                    "created_at": each.created_at,
                }
                for each in queries.list_files(person_id)
            ],
            "recordings": [
                {
                    "ref": each.ref,
                    "name": each.name,
                    "media_type": each.media_type.value,
                    "size": each.size,
                    "created_at": each.created_at,
                }
                for each in queries.list_recordings(person_id)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Delete a person's own files; what was recorded for a course stays with its organiser."""
        operations.drop_all_of(person_id, at=at)
        recorded.disown(person_id)
