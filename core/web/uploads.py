"""What is uploaded stays in memory: no part of it lies on a disk in clear."""

from io import BytesIO
from typing import IO

from flask import Flask
from flask import Request as OfFlask


class Request(OfFlask):
    """A request whose files are no temporary files; the largest body bounds what they take."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - as the framework calls it
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return BytesIO()


def set_up(app: Flask) -> None:
    app.request_class = Request
