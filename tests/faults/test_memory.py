"""F58: what is large goes through the house a little at a time, or is refused before it is read."""

import contextlib
import http.client
import json
import secrets
from pathlib import Path

import pytest

from core.clock import now
from core.house import HOUSE
from tests.core.storage.media import MP4
from tests.training.courses.recordings.world import World

MIB = 1024 * 1024
MOST_GROWTH = 50 * MIB
SMALL, WHOLE, HUGE = 120 * MIB, 200 * MIB, 1024 * MIB
BLOCK = b"\0" * MIB


@pytest.fixture
def place(house, furnish, market, serve):
    """Start one worker; return it, a teacher's device, and where a film is sent."""

    def run(**values):
        server = serve(workers=1, **values)
        world = World(furnish, now())
        teacher = market.as_person(server.port, world.teacher.id)
        url = f"/teach/courses/{world.course.id}/lessons/1/recording"
        assert teacher.get(url).status == 200
        send(teacher, f"{url}/media?name=warm.mp4", 12 * MIB, "video/mp4")
        return server, teacher, f"{url}/media"

    return run


def highest(server):
    """Return the most memory that the worker has ever held."""
    (pid,) = server.workers()
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(each.split()[1]) * 1024 for each in lines if each.startswith("VmHWM:"))


def film(size):
    """Yield a film of so many bytes, a block at a time."""
    yield MP4
    left = size - len(MP4)
    while left > 0:
        yield BLOCK[:left]
        left -= len(BLOCK)


def parted(size, token):
    """Return a form with such a film in it, and how many bytes it has."""
    edge = "edge-of-the-form"

    def part(name, more=""):
        return f'--{edge}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n'

    head = f"{part('csrf_token')}\r\n{token}\r\n"
    head += part("recording", '; filename="a.mp4"') + "Content-Type: video/mp4\r\n\r\n"
    foot = f"\r\n--{edge}--\r\n"

    def body():
        yield head.encode()
        yield from film(size)
        yield foot.encode()

    return body(), len(head) + size + len(foot), f"multipart/form-data; boundary={edge}"


def send(device, url, size, kind, body=None):
    """Send the body as long as the house takes it; return the status and what it says."""
    connection = http.client.HTTPConnection("127.0.0.1", device.port, timeout=120)
    cookies = "; ".join(f"{name}={value}" for name, value in device.cookies.items())
    connection.putrequest("POST", url)
    named = {"Content-Type": kind, "Content-Length": size, "Cookie": cookies}
    for name, value in {**named, "X-CSRFToken": device.token, "User-Agent": "test"}.items():
        connection.putheader(name, str(value))
    connection.endheaders()
    sent = 0
    with contextlib.suppress(OSError):  # it may hang up once it has said no
        for block in body or film(size):
            connection.send(block)
            sent += len(block)
    try:
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), sent
    finally:
        connection.close()


def stored_bytes():
    return sum(each.stat().st_size for each in Path(HOUSE.files.folder).iterdir())


def accepted(place, size, record_property, *, in_form, **values):
    server, teacher, url = place(**values)
    before, stored = highest(server), stored_bytes()
    if in_form:
        body, length, kind = parted(size, teacher.token)
        status, _said, _sent = send(teacher, url, length, kind, body)
        assert status == 302
    else:
        query = f"?name=a.mp4&form_key={secrets.token_hex(8)}"
        status, said, _sent = send(teacher, url + query, size, "video/mp4")
        assert (status, list(json.loads(said))) == (200, ["url"])
    growth = highest(server) - before
    record_property("growth MiB", round(growth / MIB, 1))
    assert stored_bytes() - stored == size
    return growth


def refused(place, size, record_property, *, reads):
    server, teacher, url = place()
    before, stored = highest(server), stored_bytes()
    body = film(reads) if reads < size else None
    status, said, sent = send(teacher, f"{url}?name=a.mp4", size, "video/mp4", body)
    growth = highest(server) - before
    record_property("growth MiB", round(growth / MIB, 1))
    record_property("sent MiB", round(sent / MIB, 1))
    assert (status, "不超过 200 MB" in said) == (413, True)
    assert stored_bytes() == stored
    assert growth <= MOST_GROWTH
    assert teacher.get(url.removesuffix("/media")).status == 200


@pytest.mark.parametrize("in_form", [False, True], ids=["by script", "by form"])
def test_a_film_goes_through_a_little_at_a_time(place, record_property, in_form):
    assert accepted(place, SMALL, record_property, in_form=in_form) <= MOST_GROWTH


@pytest.mark.parametrize("in_form", [False, True], ids=["by script", "by form"])
@pytest.mark.prove
def test_the_largest_film_goes_through_a_little_at_a_time(place, record_property, in_form):
    assert accepted(place, WHOLE - MIB, record_property, in_form=in_form) <= MOST_GROWTH


def test_a_film_that_is_too_large_is_refused_before_it_is_sent(place, record_property):
    refused(place, HUGE, record_property, reads=0)


@pytest.mark.prove
def test_a_gibibyte_that_comes_all_the_same_is_refused(place, record_property):
    refused(place, HUGE, record_property, reads=HUGE)


def test_control_what_is_kept_in_memory_is_seen_there(place, record_property):
    growth = accepted(
        place, SMALL, record_property, in_form=True, XINGCUN_TEST_WITHOUT="files of forms"
    )
    assert growth > MOST_GROWTH, "the control must fail: this measures nothing"


def test_what_is_played_goes_out_a_little_at_a_time(place, record_property, value):
    server, teacher, url = place()
    send(teacher, f"{url}?name=a.mp4", SMALL, "video/mp4")
    before = highest(server)
    ref = value("SELECT ref FROM stored_recording ORDER BY id DESC LIMIT 1")
    connection = http.client.HTTPConnection("127.0.0.1", teacher.port, timeout=120)
    cookies = "; ".join(f"{name}={value}" for name, value in teacher.cookies.items())
    connection.request("GET", f"/recordings/{ref}", headers={"Cookie": cookies})
    answer, got = connection.getresponse(), 0
    while block := answer.read(MIB):
        got += len(block)
    connection.close()
    growth = highest(server) - before
    record_property("growth MiB", round(growth / MIB, 1))
    assert (answer.status, got) == (200, SMALL)
    assert growth <= MOST_GROWTH
