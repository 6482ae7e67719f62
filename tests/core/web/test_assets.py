"""Static files: hashed, packed, kept for ever, and nothing else."""

import gzip
import re

import pytest

from core.web.assets import Assets


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "css/parts").mkdir(parents=True)
    (tmp_path / "js").mkdir()
    (tmp_path / "css/theme.css").write_text("a { color: red }\n" * 50)
    (tmp_path / "css/parts/b.css").write_text("b { color: blue }")
    (tmp_path / "js/part.js").write_text("export const one = 1;")
    (tmp_path / "js/main.js").write_text('import("./part.js");')
    return tmp_path


def address(client, name):
    with client.application.test_request_context():
        return client.application.jinja_env.globals["asset"](name)


def test_a_hashed_file_is_kept_for_ever(client):
    answer = client.get(address(client, "js/main.js"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "text/javascript"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("css/site.css", "text/css"),
        ("css/bootstrap.min.css", "text/css"),
        ("img/favicon.svg", "image/svg+xml"),
        ("img/touch.png", "image/png"),
        ("site.webmanifest", "application/manifest+json"),
    ],
)
def test_each_kind_has_its_media_type(client, name, media_type):
    assert client.get(address(client, name)).mimetype == media_type


def test_the_plain_name_is_kept_for_an_hour(client):
    answer = client.get("/static/img/favicon.svg")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=3600"


def test_a_browser_that_unpacks_gets_the_packed_file(client):
    url = address(client, "css/site.css")
    plain = client.get(url)
    packed = client.get(url, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert packed.headers["ETag"] != plain.headers["ETag"]
    refused = client.get(url, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_an_unchanged_file_is_not_sent_again(client):
    url = address(client, "css/site.css")
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "name",
    [
        "nothing.css",
        "css/site.0123456789ab.css",
        "../core/app.py",
        "..%2fcore%2fapp.py",
        "css/../../core/app.py",
        "%2fetc%2fhostname",
        "css",
        "",
    ],
)
def test_only_known_names_are_served(client, name):
    answer = client.get(f"/static/{name}")
    if answer.status_code == 308:  # two slashes become one
        answer = client.get(answer.location)
    assert answer.status_code == 404


def test_a_script_names_its_parts_by_hashed_address(client):
    main = client.get(address(client, "js/main.js")).text
    parts = re.findall(r'import\("\./(behaviours/\w+\.[0-9a-f]{12}\.js)"\)', main)
    assert len(parts) == main.count("import(")
    for part in parts:
        answer = client.get(f"/static/js/{part}")
        assert "immutable" in answer.headers["Cache-Control"]
        assert re.search(rb"export (async )?function start\(", answer.data)


def test_the_manifest_names_its_pictures_by_hashed_address(client):
    manifest = client.get(address(client, "site.webmanifest")).get_json(force=True)
    for icon in manifest["icons"]:
        answer = client.get(f"/static/{icon['src'].removeprefix('./')}")
        assert answer.mimetype == icon["type"]
        assert "immutable" in answer.headers["Cache-Control"]


def test_sheets_are_joined_to_one(folder):
    joined = Assets(folder).plain["css/site.css"].body.decode()
    assert joined.index("red") < joined.index("blue")


def test_a_changed_part_changes_the_name_of_whoever_names_it(folder):
    before = Assets(folder).plain
    (folder / "js/part.js").write_text("export const one = 2;")
    after = Assets(folder).plain
    assert before["js/main.js"].name != after["js/main.js"].name
    assert before["css/site.css"].name == after["css/site.css"].name


@pytest.mark.parametrize("text", ['import("./nothing.js");', 'import("./main.js");'])
def test_a_reference_to_nothing_or_itself_stops_the_start(folder, text):
    (folder / "js/main.js").write_text(text)
    with pytest.raises(ValueError, match=r"js/main\.js"):
        Assets(folder)


def test_hidden_files_are_not_served(folder):
    (folder / ".secret.css").write_text("a {}")
    assert ".secret.css" not in Assets(folder).plain


def test_what_cannot_be_packed_is_sent_as_it_is(client):
    answer = client.get(address(client, "img/touch.png"), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"\x89PNG")
