"""Keys outside the database: from the secret for a demo, else from a file."""

import base64
import stat

import pytest

from core.adapters import keys_from
from core.adapters.keys import add_key, is_private, read_file
from core.sealing.rules import Broken


@pytest.fixture(params=["derive", "file"])
def keys(request, tmp_path):
    if request.param == "derive":
        return keys_from("derive:", secret="s" * 32)
    add_key(tmp_path / "seal.keys")
    return keys_from(f"file:{tmp_path}/seal.keys", secret="")


def test_what_one_wraps_it_unwraps(keys):
    name, wrapped = keys.wrap(b"d" * 32, about=b"a")
    assert name == keys.current
    assert keys.knows(name)
    assert b"d" * 8 not in wrapped
    assert keys.unwrap(name, wrapped, about=b"a") == b"d" * 32
    with pytest.raises(Broken):
        keys.unwrap(name, wrapped, about=b"b")
    with pytest.raises(LookupError):
        keys.unwrap("unknown", wrapped, about=b"a")


def test_another_secret_is_another_key():
    one, other = (keys_from("derive:", secret=each * 32) for each in "ab")
    name, wrapped = one.wrap(b"d" * 32, about=b"a")
    with pytest.raises(Broken):
        other.unwrap(name, wrapped, about=b"a")


def test_a_new_key_stands_before_the_old_ones(tmp_path):
    path = tmp_path / "kept" / "seal.keys"
    first = add_key(path)
    name, wrapped = read_file(path).wrap(b"d" * 32, about=b"a")
    second = add_key(path)
    ring = read_file(path)
    assert (name, ring.current, list(ring.keys)) == (first, second, [second, first])
    assert ring.unwrap(first, wrapped, about=b"a") == b"d" * 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["seal.keys"]


def test_others_may_not_read_it(tmp_path):
    path = tmp_path / "seal.keys"
    add_key(path)
    assert is_private(path)
    path.chmod(0o640)
    assert not is_private(path)


def test_without_a_file_there_is_no_key(tmp_path):
    ring = keys_from(f"file:{tmp_path}/none", secret="")
    assert ring.current == ""
    with pytest.raises(LookupError, match="new-key"):
        ring.wrap(b"d" * 32, about=b"a")


@pytest.mark.parametrize(
    "line", ["name", "name AAAA", "name ***", f"name {base64.b64encode(b'k' * 31).decode()}"]
)
def test_a_line_that_is_no_key_ends_the_start(tmp_path, line):
    (tmp_path / "seal.keys").write_text(line)
    with pytest.raises(ValueError, match="no key"):
        keys_from(f"file:{tmp_path}/seal.keys", secret="")


@pytest.mark.parametrize("url", ["", "file:", "vault:x", "derive"])
def test_other_places_are_refused(url):
    with pytest.raises(ValueError, match="SEAL_KEYS"):
        keys_from(url, secret="s")
