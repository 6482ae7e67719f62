"""What the outside decides: read once at the start, refused when unsafe for production."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

KNOWN_SECRETS = {"dev", "secret", "changeme", "change-me", "password", "test", "key", "xingcun"}
LEAST_SECRET = 32
LEAST_VARIETY = 8  # different characters in it
LEAST_LOG_DAYS = 180

# name -> (default, what it is for); the docs and a house test go through this table
TABLE: Mapping[str, tuple[str, str]] = {
    "XINGCUN_MODE": ("production", "production, or demo (pretend parts allowed, demo people)"),
    "SECRET_KEY": ("", "signs cookies and links; 32 characters at least"),
    "DATABASE_URL": ("sqlite:///var/xingcun.db", "sqlite:///… or postgresql+psycopg://…"),
    "SEARCH_URL": ("whoosh:var/search", "whoosh:PATH or postgresql: (in the database)"),
    "FILES_URL": ("file:var/files", "file:PATH or s3://BUCKET"),
    "CACHE_URL": ("memory:", "memory: or redis://…"),
    "JOBS_URL": ("sqlite:var/jobs.db", "sqlite:PATH or redis://…"),
    "MAIL_URL": ("log:", "log: or smtp://user:password@host:587"),
    "MAIL_FROM": ("xingcun@localhost", "who mail comes from"),
    "SMS_URL": ("log:", "log:, none: (numbers are confirmed at the desk) or https://…"),
    "SEAL_KEYS": (
        "derive:",
        "file:PATH, outside database and backups; derive: (from SECRET_KEY) in demo mode only",
    ),
    "PUBLIC_URL": (
        "http://127.0.0.1:8000",
        "the address people use; links in mail are built on it",
    ),
    "TRUSTED_HOSTS": ("127.0.0.1,localhost", "host names answered to, by comma"),
    "TRUSTED_PROXIES": ("0", "how many proxies in front set X-Forwarded-For"),
    "COOKIE_SECURE": ("auto", "auto: by the scheme of PUBLIC_URL; yes; no"),
    "METRICS_TOKEN": ("", "bearer token of /metrics; empty: from this machine only"),
    "LOG_DAYS": ("180", "days the logs are kept (Cybersecurity law 21(3): 180 at least)"),
    "SCAN_COMMAND": ("", "virus scanner that reads a file from standard input; empty: none"),
    "LOG_DIR": ("", "folder for a file of log lines a day; empty: standard error only"),
    "BACKUP_DIR": ("var/backups", "where flask backup puts its files"),
}


class Unsafe(SystemExit):
    """These settings must not serve the public: the start ends with a sentence, not a trace."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings, as text; few have a meaning of their own."""

    values: Mapping[str, str]

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Settings":
        """Take the known names from the environment; raise Unsafe where production forbids."""
        values = {name: given.get(name) or default for name, (default, _) in TABLE.items()}
        settings = cls(values=values)
        if problems := settings.problems(given):
            raise Unsafe("; ".join(problems))
        return settings

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    @property
    def demo(self) -> bool:
        return self["XINGCUN_MODE"] == "demo"

    @property
    def secure_cookies(self) -> bool:
        if self["COOKIE_SECURE"] == "auto":
            return urlsplit(self["PUBLIC_URL"]).scheme == "https"
        return self["COOKIE_SECURE"] == "yes"

    def problems(self, given: Mapping[str, str]) -> list[str]:
        """Return why these settings cannot be served with, a sentence each; few in demo mode."""
        if self["XINGCUN_MODE"] not in {"production", "demo"}:
            return ["XINGCUN_MODE is production or demo"]
        if not self["SECRET_KEY"]:
            return [
                "SECRET_KEY is not set: `python3 -c 'import secrets; print(secrets.token_hex(32))'`"
            ]
        if self.demo:
            return []
        return [sentence for unsafe, sentence in self._dangers(given) if unsafe]

    def _dangers(self, given: Mapping[str, str]) -> list[tuple[bool, str]]:
        secret, days = self["SECRET_KEY"], self["LOG_DAYS"]
        weak = len(secret) < LEAST_SECRET or len(set(secret)) < LEAST_VARIETY
        return [
            (
                weak or secret.lower() in KNOWN_SECRETS,
                f"SECRET_KEY is too short or known: {LEAST_SECRET} random characters at least",
            ),
            (self["MAIL_URL"].startswith("log:"), "MAIL_URL only writes to the log: name a server"),
            (
                self["SMS_URL"].startswith("log:"),
                "SMS_URL only writes to the log: name a provider, or none: to confirm at the desk",
            ),
            (
                self["SEAL_KEYS"].startswith("derive:"),
                "SEAL_KEYS must be file:PATH, a file that is in no backup: `flask seal new-key`",
            ),
            (bool(given.get("XINGCUN_CLOCK_OFFSET")), "XINGCUN_CLOCK_OFFSET is for tests only"),
            (
                urlsplit(self["PUBLIC_URL"]).scheme != "https",
                "PUBLIC_URL must begin with https://",
            ),
            (
                not self.secure_cookies,
                "COOKIE_SECURE must not be no: cookies would travel unprotected",
            ),
            (
                not days.isdigit() or int(days) < LEAST_LOG_DAYS,
                f"LOG_DAYS must be {LEAST_LOG_DAYS} at least (Cybersecurity law 21(3))",
            ),
            ("*" in self["TRUSTED_HOSTS"], "TRUSTED_HOSTS must name hosts"),
        ]
