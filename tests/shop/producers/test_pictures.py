"""Pictures of the farm: added, put in order, described, taken away."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from core.cache.operations import house_version
from core.db import db
from core.storage.models import StoredFile
from shop.producers import queries, rules
from tests.counting import queries_in
from tests.shop.producers.conftest import PDF, photo, upload

pytestmark = pytest.mark.both_engines


def alts(producer):
    return [each.alt for each in queries.list_pictures(producer.id)]


def test_a_picture_is_for_everybody_to_see(client, desk, producer, app):
    assert "还没有照片" in client.get(f"{desk}/pictures").text
    before = house_version()
    answer = upload(client, f"{desk}/pictures", "picture", "园.jpg", photo(), alt="山坡上的橘园")
    assert answer.location == f"{desk}/pictures"
    assert house_version() > before
    page = client.get(f"{desk}/pictures").text
    assert 'alt="山坡上的橘园"' in page
    [shown] = queries.list_pictures(producer.id)
    seen = app.test_client().get(f"/files/{shown.file.ref}/480")
    assert seen.mimetype == "image/webp"
    with Image.open(BytesIO(seen.data)) as picture:
        assert not picture.getexif()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("园.svg", b"<svg/>"),
        ("园.jpg", b"<html>"),
        ("园.pdf", PDF),
        ("园.gif", b"GIF89a"),
        ("园.jpg", photo("PNG")),
        ("园.jpg", b""),
        ("", b""),
    ],
)
def test_what_no_picture_is(client, desk, name, data):
    answer = upload(client, f"{desk}/pictures", "picture", name, data, alt="写好的说明")
    assert answer.status_code == 422
    assert 'id="picture-error"' in answer.text
    assert "写好的说明" in answer.text
    assert db.session.scalars(select(StoredFile)).all() == []


def test_pictures_change_places_with_their_neighbours(client, desk, producer, shop):
    ids = [shop.picture_of(producer, alt=alt).id for alt in "甲乙丙"]
    move = f"{desk}/pictures/{{}}/move"
    client.send(move.format(ids[2]), to="up")
    assert alts(producer) == ["甲", "丙", "乙"]
    client.send(move.format(ids[0]), to="down")
    assert alts(producer) == ["丙", "甲", "乙"]
    client.send(move.format(ids[2]), to="up")  # it is the first one
    client.send(move.format(ids[1]), to="down")  # it is the last one
    client.send(move.format(ids[1]), to="sideways")
    assert alts(producer) == ["丙", "甲", "乙"]


def test_a_picture_is_described_and_taken_away(client, desk, producer, shop):
    picture = shop.picture_of(producer, alt="")
    url = f"{desk}/pictures/{picture.id}"
    assert client.get(url).status_code == 200
    assert client.send(url, alt="长" * 81, form_key="12345678").status_code == 422
    before = house_version()
    answer = client.send(url, alt="一筐橘子", form_key="12345678")
    assert answer.location == f"{desk}/pictures"
    assert alts(producer) == ["一筐橘子"]
    assert house_version() > before
    before = house_version()
    assert client.send(f"{url}/remove").location == f"{desk}/pictures"
    assert alts(producer) == []
    assert house_version() > before
    assert db.session.scalars(select(StoredFile.deleted_at)).one() is not None
    for path in ("", "/remove", "/move"):
        assert client.send(f"{url}{path}", form_key="12345678").status_code == 404


def test_so_many_and_no_more(client, desk, producer, shop, monkeypatch):
    monkeypatch.setattr(rules, "MOST_PICTURES", 1)
    shop.picture_of(producer)
    assert 'type="file"' not in client.get(f"{desk}/pictures").text
    assert upload(client, f"{desk}/pictures", "picture", "园.jpg", photo()).status_code == 422
    assert len(alts(producer)) == 1


def test_more_cost_no_more_queries(client, desk, producer, shop):
    costs = []
    for count in (3, 9):
        for _each in range(count):
            shop.picture_of(producer)
        costs.append(queries_in(lambda: client.get(f"{desk}/pictures")))
    assert costs[0] == costs[1] <= 8
