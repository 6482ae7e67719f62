"""An upload, however large, lies in no file on its way."""

from io import BytesIO

import pytest
from flask import Blueprint, request
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from core.access import Permission, anyone
from core.house import Area
from core.web.guard import needs

probe = Blueprint("upload_probe", __name__)
ANYONE = Permission("probe.anyone", "谁都行", any_of=(anyone,))


@probe.post("/upload")
@needs(ANYONE)
def upload():
    given = request.files["file"]
    return f"{type(given.stream).__name__} {len(given.read())}"


@pytest.fixture
def areas():
    return [Area(name="probe", blueprints=(probe,))]


@pytest.mark.parametrize("size", [10, 600 * 1024, 9 * 1024 * 1024])
def test_it_stays_in_memory(client, make, size):
    client.look = False
    client.log_in(make.person())
    given = {"file": FileStorage(BytesIO(b"x" * size), "a.pdf"), "csrf_token": client.token()}
    boundary, body = encode_multipart(given)
    answer = client.post(
        "/upload", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )
    assert answer.text == f"BytesIO {size}"
