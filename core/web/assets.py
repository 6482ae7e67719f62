"""Static files: named by their content, compressed once at the start, kept for ever."""

import gzip
import hashlib
import mimetypes
import posixpath
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib import resources
from pathlib import Path

from flask import Flask, Response, abort, request
from flask.typing import ResponseReturnValue

FOREVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=3600"  # for who asks by the plain name
NAMED_INSIDE = {".css", ".js", ".webmanifest"}  # these name other files, as "./img/x.svg"
REFERENCE = re.compile(rb'(?<=")(\./[\w./-]+\.\w+)(?=")')
MEDIA_TYPES = {
    ".css": "text/css",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
}
JOINED = {"css/site.css": ("css/theme.css", "css/parts/*.css", "css/areas/*.css")}  # one request
BUNDLED = {"css/bootstrap.min.css": "static/bootstrap5/css/bootstrap.min.css"}  # from the package


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One file as it is sent; `packed` is empty where compression does not help."""

    name: str
    body: bytes
    packed: bytes
    media_type: str
    etag: str


class Assets:
    """All static files of the house, by plain and by hashed name."""

    def __init__(self, folder: Path) -> None:
        """Read the folder and the bundled files; raise ValueError on a reference to nothing."""
        self._raw = bundled() | {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }
        self._raw |= {name: self._joined(patterns) for name, patterns in JOINED.items()}
        self.plain: dict[str, Asset] = {}
        for name in self._raw:
            self._take(name, ())
        self.hashed = {asset.name: asset for asset in self.plain.values()}

    def address(self, name: str) -> str:
        """Return the hashed address of a file; raise KeyError for an unknown one."""
        return f"/static/{self.plain[name].name}"  # also where a wrong host leaves no map to ask

    def _joined(self, patterns: tuple[str, ...]) -> bytes:
        names = [name for pattern in patterns for name in self._raw if fnmatch(name, pattern)]
        return b"\n".join(self._raw[name] for name in names)

    def _take(self, name: str, via: tuple[str, ...]) -> Asset:
        """Hash one file after those it names, so that its own hash changes with theirs."""
        if name in self.plain:
            return self.plain[name]
        if name in via or name not in self._raw:
            raise ValueError(f"static file {name} named by {via[-1:]} is missing or names itself")
        body = self._raw[name]
        stem, suffix = posixpath.splitext(name)
        if suffix in NAMED_INSIDE:

            def hashed(found: re.Match[bytes]) -> bytes:
                place = posixpath.dirname(name)
                other = posixpath.normpath(posixpath.join(place, found[1].decode()))
                there = self._take(other, (*via, name)).name
                return f"./{posixpath.relpath(there, place or '.')}".encode()

            body = REFERENCE.sub(hashed, body)
        etag = hashlib.sha256(body).hexdigest()[:12]
        media_type = MEDIA_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "text/plain"
        packed = gzip.compress(body, 9, mtime=0) if not media_type.startswith("image/p") else b""
        self.plain[name] = Asset(
            name=f"{stem}.{etag}{suffix}",
            body=body,
            packed=packed if len(packed) < len(body) else b"",
            media_type=media_type,
            etag=etag,
        )
        return self.plain[name]


def bundled() -> dict[str, bytes]:
    """Read what we take from Bootstrap-Flask's own files."""
    package = resources.files("flask_bootstrap")
    return {name: package.joinpath(path).read_bytes() for name, path in BUNDLED.items()}


def sent(asset: Asset, keep: str) -> Response:
    """Answer with the file, packed where the browser can unpack it, or with 304."""
    packed = bool(asset.packed) and request.accept_encodings["gzip"] > 0
    answer = Response(asset.packed if packed else asset.body, mimetype=asset.media_type)
    answer.headers["Cache-Control"] = keep
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.set_etag(f"{asset.etag}-gzip" if packed else asset.etag)
    if asset.packed:
        answer.vary.add("Accept-Encoding")
    if packed:
        answer.content_encoding = "gzip"
    answer.make_conditional(request)
    return answer


def set_up(app: Flask) -> Assets:
    """Serve `static/`, which stands beside the templates, and give templates `asset(name)`."""
    templates = Path(app.root_path) / (app.template_folder or "templates")
    assets = Assets(templates.resolve().parent / "static")

    def static(filename: str) -> ResponseReturnValue:
        """Send a file by its hashed name for ever, by its plain name for an hour."""
        found = assets.hashed.get(filename)
        if found is not None:
            return sent(found, FOREVER)
        if filename not in assets.plain:
            abort(404)
        return sent(assets.plain[filename], A_WHILE)

    vars(static).update(access="public", scope="")
    app.add_url_rule("/static/<path:filename>", "static", static)
    app.jinja_env.globals["asset"] = assets.address
    app.jinja_env.globals["has_asset"] = assets.plain.__contains__
    return assets
