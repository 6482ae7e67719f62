"""Sending a recording as a browser does, and as the page's script does."""

import io

from tests.core.storage import media
from tests.training.courses.recordings.world import FILM


def url(world, part="", key=FILM):
    return f"/teach/courses/{world.course.id}/lessons/{key}/recording{part}"


def send(client, world, data=media.MP4, name="第一课.mp4", *, part="/media", key=FILM, **more):
    field = "captions" if part == "/captions" else "recording"
    files = {field: (io.BytesIO(data), name)} if name else {}
    return client.send(url(world, part, key), {**files, **more})


def send_bare(
    client, world, data=media.MP4, name="第一课.mp4", *, key=FILM, kind="video/mp4", **kw
):
    query = {"name": name, "form_key": "a-key-of-a-form", **kw}
    return client.post(
        url(world, "/media", key),
        data=data,
        query_string=query,
        content_type=kind,
        headers={"X-CSRFToken": client.token(), "Accept": "application/json"},
    )
