"""The visit form on its pages: kept, overtaken, with pictures, handed in."""

from io import BytesIO

import pytest
from PIL import Image

from core.clock import now
from core.sponsorship import queries
from tests.core.sponsorship.desk import at_desk, fields


@pytest.fixture
def at():
    return now().replace(microsecond=0)


def test_without_script_the_draft_is_kept_by_a_button(client, land):
    one = land.assign(land.ask())
    client.log_in(land.steward)
    url = at_desk(land, one, "/visit")
    sent = client.send(url, fields(step="draft", version=0, note="写到一半", seen_papers=""))
    assert sent.location == url
    page = client.get(url).text
    assert "写到一半" in page
    assert 'name="version" type="hidden" value="1"' in page
    assert page.count("checked") == 2
    sent = client.send(url, fields(step="pictures", version=1))
    assert sent.location == f"{url}/pictures"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, land):
    one = land.assign(land.ask())
    client.log_in(land.steward)
    url = at_desk(land, one, "/visit")
    for wrong, words in (
        ({}, "请说明和经营者的关系"),
        ({"kinship": "relative"}, "由别人去看"),
        ({"kinship": "none", "seen_papers": ""}, "还没有选"),
        ({"kinship": "none", "seen_papers": "no"}, "请写明情况"),
        ({"kinship": "none", "day": "2999-01-01"}, "今天以后"),
        ({"kinship": "none", "day": ""}, "请填走访日期"),
        ({"kinship": "none", "day": "昨天"}, "走访日期"),
        ({"kinship": "none", "remark_name": "长" * 121}, "最多 120 个字"),
        ({"kinship": "none", "seen_name": "perhaps"}, "姓名和证件一致"),
    ):
        answer = client.send(url, fields(step="hand_in", note="写好的话", **wrong))
        assert answer.status_code == 422, wrong
        assert words in answer.text
        assert "写好的话" in answer.text
    assert queries.find_visit(one.id) is None


def test_a_script_keeps_what_is_typed(client, land):
    one = land.assign(land.ask())
    client.log_in(land.steward)
    url = at_desk(land, one, "/visit/draft")
    first = client.send(url, fields(version=0, note="一"))
    assert first.json["version"] == 1
    assert first.json["said"].startswith("已存草稿 ")
    assert client.send(url, fields(version=0, note="一二")).json["version"] == 2
    assert queries.find_visit(one.id).note == "一二"
    wrong = client.send(url, fields(version=2, remark_name="长" * 121))
    assert (wrong.status_code, wrong.json["said"]) == (422, "说明最多 120 个字")
    late = client.send(url, fields(form_key="another-page", version=1, note="别的"))
    assert late.status_code == 409
    land.hand_in(one, version=2)
    done = client.send(url, fields(version=9))
    assert (done.status_code, "已经交了" in done.json["said"]) == (422, True)


def test_the_second_editor_sees_what_both_wrote(client, land):
    one = land.assign(land.ask())
    url = at_desk(land, one, "/visit")
    client.log_in(land.steward)
    assert client.send(url, fields(step="draft", version=0, note="第一个人写的")).status_code == 302
    client.log_in(land.secretary)
    again = fields(step="draft", version=0, note="第二个人写的", form_key="another-page")
    second = client.send(url, again)
    assert second.status_code == 409
    assert "第一个人写的" in second.text
    assert "第二个人写的" in second.text
    assert queries.find_visit(one.id).note == "第一个人写的"


def photo():
    out = BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 60)).save(out, "JPEG")
    out.seek(0)
    return out, "farm.jpg"


def test_pictures_one_by_one(client, land):
    one = land.assign(land.ask())
    client.log_in(land.steward)
    url = at_desk(land, one, "/visit/pictures")
    bare = client.send(url, form_key="picture-number", alt="果园")
    assert "请选一张照片" in bare.text
    no_words = client.send(url, {"form_key": "picture-number", "picture": photo(), "alt": ""})
    assert "说明照片" in no_words.text
    assert client.send(url, form_key="picture-one", picture=photo(), alt="果园").location == url
    page = client.get(url).text
    assert 'alt="果园"' in page
    picture = queries.list_pictures(queries.find_visit(one.id).id)[0]
    shown = at_desk(land, one, f"/pictures/{picture.id}")
    assert client.get(shown).mimetype == "image/webp"
    assert client.get(f"/files/{picture.file.ref}").status_code == 404
    client.log_in(land.upper)
    assert client.get(shown).status_code == 404
    client.log_in(land.steward)
    removed = client.send(f"{url}/{picture.id}/remove")
    assert removed.location == url
    assert client.get(shown).status_code == 404
