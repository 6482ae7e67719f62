"""Short messages: a line in the log, nothing at all, or a provider spoken to over HTTP."""

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, unquote, urlsplit

import structlog

from core.ports import Sms, Undeliverable

PATIENCE = 10  # seconds
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
LATER = {408, 425, 429}  # no of the kind that may be yes in a minute
OURS = {401, 403, 404}  # the address or the token is wrong: the message is not to blame
log = structlog.get_logger(__name__)


def sms_from(url: str) -> Sms:
    """Return the way out at `log:`, `none:` or `https://token@provider/path`.

    The provider gets a POST of JSON `{"to", "text", "id"}` with the token as bearer; `id` stays
    the same when a message is sent again. Plain http is allowed to this machine only.
    """
    if url == "log:":
        return LogSms()
    if url == "none:":
        return NoSms()
    parts = urlsplit(url)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if parts.hostname and (parts.scheme == "https" or local):
        return HttpSms(parts)
    raise ValueError("SMS_URL is log:, none: or https://token@provider/path")


class LogSms:
    """Writes the whole message to the log; settings refuse it in production."""

    reaches = False

    def send(self, phone: str, text: str, *, message_id: str) -> None:
        log.info("sms", to=phone, text=text, id=message_id)


class NoSms:
    """There is no provider: numbers are confirmed face to face, at the desk."""

    reaches = False

    def send(self, phone: str, text: str, *, message_id: str) -> None:  # noqa: ARG002
        raise Undeliverable("no provider for short messages is set")


class HttpSms:
    """One POST a message."""

    reaches = True

    def __init__(self, parts: SplitResult) -> None:
        self.secure = parts.scheme == "https"
        self.host = parts.hostname or ""
        self.port = parts.port
        self.path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.token = unquote(parts.password or parts.username or "")

    def send(self, phone: str, text: str, *, message_id: str) -> None:
        status = self.post({"to": phone, "text": text, "id": message_id})
        if 200 <= status < 300:  # noqa: PLR2004
            return
        if 400 <= status < 500 and status not in LATER | OURS:  # noqa: PLR2004
            raise Undeliverable(f"provider: {status}")
        raise OSError(f"provider: {status}")

    def post(self, message: dict[str, str]) -> int:
        """Return the provider's answer; no redirect is followed."""
        kind = HTTPSConnection if self.secure else HTTPConnection
        line = kind(self.host, self.port, timeout=PATIENCE)
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            line.request("POST", self.path, json.dumps(message).encode(), headers)
            return line.getresponse().status
        except HTTPException as error:
            raise OSError(f"provider: {type(error).__name__}") from error
        finally:
            line.close()
