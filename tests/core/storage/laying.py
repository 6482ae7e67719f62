"""Laying a recording as a view does."""

from io import BytesIO

from core.storage.recorded import lay_recording
from core.storage.recordings import RecordingType

ALL = frozenset(RecordingType)
SPACE = "organiser:7"


def lay(name, data, kinds=ALL, *, declared="", space=SPACE, size=None, source=None):
    source = source or BytesIO(data)
    size = len(data) if size is None else size
    return lay_recording(name, source, size, kinds=kinds, declared=declared, space=space)
