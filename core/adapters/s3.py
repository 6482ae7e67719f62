"""Files in a bucket that speaks S3."""

import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from core.adapters.names import plain
from core.ports import Source

# Long enough for a slow line, short enough that a page says "try again" instead of hanging.
PATIENCE = Config(
    connect_timeout=2,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 2},
    s3={"addressing_style": "path"},
)
MISSING = {"NoSuchKey", "404"}
BEYOND_THE_END = {"InvalidRange", "416"}
# One piece after the other: a source speaks the reader's language, and memory holds two pieces.
IN_PIECES = TransferConfig(use_threads=False, multipart_chunksize=8 * 1024 * 1024)


class BucketFiles:
    """A bucket; `AWS_ENDPOINT_URL` names a server other than Amazon's, keys come as AWS says."""

    def __init__(self, bucket: str) -> None:
        if not bucket:
            raise ValueError("FILES_URL is s3://BUCKET")
        self.bucket = bucket
        self.lock = threading.Lock()
        self.held: tuple[int, Any] | None = None  # a client is never carried over a fork

    def put(self, name: str, data: bytes, media_type: str) -> None:
        with failing_as_os_error():
            self.client.put_object(
                Bucket=self.bucket, Key=plain(name), Body=data, ContentType=media_type
            )

    def put_from(self, name: str, source: Source, media_type: str) -> None:
        with failing_as_os_error():
            self.client.upload_fileobj(
                source,
                self.bucket,
                plain(name),
                ExtraArgs={"ContentType": media_type},
                Config=IN_PIECES,
            )

    def open(self, name: str, start: int = 0, length: int | None = None) -> BinaryIO:
        if length == 0:
            return io.BytesIO()
        wanted = {"Bucket": self.bucket, "Key": plain(name)}
        if start or length is not None:
            end = "" if length is None else start + length - 1
            wanted["Range"] = f"bytes={start}-{end}"
        try:
            with failing_as_os_error():
                answer = self.client.get_object(**wanted)
        except EOFError:
            return io.BytesIO()
        return io.BufferedReader(Coming(answer["Body"]))

    def delete(self, name: str) -> None:
        with failing_as_os_error():
            self.client.delete_object(Bucket=self.bucket, Key=plain(name))

    def names(self, *, before: datetime | None = None) -> Iterator[str]:
        with failing_as_os_error():
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
            for page in pages:
                for each in page.get("Contents", []):
                    if before is None or each["LastModified"] < before:
                        yield each["Key"]

    @property
    def client(self) -> Any:
        with self.lock:  # making a client is the one thing that threads must not do at once
            if self.held is None or self.held[0] != os.getpid():
                self.held = (os.getpid(), boto3.session.Session().client("s3", config=PATIENCE))
            return self.held[1]


class Coming(io.RawIOBase):
    """What a bucket sends, read as it comes."""

    def __init__(self, body: Any) -> None:
        self.body = body

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        with failing_as_os_error():
            found = self.body.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        self.body.close()
        super().close()


@contextmanager
def failing_as_os_error() -> Iterator[None]:
    """Speak of a bucket's troubles as of a disk's."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in MISSING:
            raise FileNotFoundError(code) from error
        if code in BEYOND_THE_END:
            raise EOFError(code) from error
        raise OSError(f"bucket: {code}") from error
    except BotoCoreError as error:
        raise OSError(f"bucket: {type(error).__name__}") from error
