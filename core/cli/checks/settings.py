"""Whether the settings are fit for the public."""

from urllib.parse import urlsplit

from flask import current_app

from core.cli.checks.registry import Check
from core.house import HOUSE
from core.settings import KNOWN_SECRETS, LEAST_SECRET

LEAST_TOKEN = 24
LEAST_LOG_DAYS = 180


def mode() -> str | None:
    return "XINGCUN_MODE=production; demo shows invented people" if HOUSE.settings.demo else None


def secret() -> str | None:
    given = HOUSE.settings["SECRET_KEY"]
    good = len(given) >= LEAST_SECRET and len(set(given)) > 7 and given.lower() not in KNOWN_SECRETS  # noqa: PLR2004
    return None if good else f"SECRET_KEY needs {LEAST_SECRET} random characters at least"


def https() -> str | None:
    scheme = urlsplit(HOUSE.settings["PUBLIC_URL"]).scheme
    return None if scheme == "https" else "PUBLIC_URL must begin with https://"


def hosts() -> str | None:
    host = urlsplit(HOUSE.settings["PUBLIC_URL"]).hostname
    trusted = [each.strip() for each in HOUSE.settings["TRUSTED_HOSTS"].split(",")]
    if "*" in trusted or any(each.startswith(".") for each in trusted):
        return "TRUSTED_HOSTS must name hosts one by one"
    return None if host in trusted else f"add {host} of PUBLIC_URL to TRUSTED_HOSTS"


def cookies() -> str | None:
    name, secure = (
        current_app.config["SESSION_COOKIE_NAME"],
        current_app.config["SESSION_COOKIE_SECURE"],
    )
    good = secure and name.startswith("__Host-")
    return None if good else "cookies would travel unprotected: COOKIE_SECURE=auto and https"


def proxies() -> str | None:
    given = HOUSE.settings["TRUSTED_PROXIES"]
    good = given.isdigit() and 1 <= int(given) <= 3  # noqa: PLR2004
    return None if good else "TRUSTED_PROXIES=1 behind the web server that speaks https"


def debugging() -> str | None:
    on = current_app.debug
    return "unset FLASK_DEBUG: a debugger lets strangers run code" if on else None


def log_days() -> str | None:
    days = HOUSE.settings["LOG_DAYS"]
    good = days.isdigit() and int(days) >= LEAST_LOG_DAYS
    return None if good else f"LOG_DAYS={LEAST_LOG_DAYS} at least (Cybersecurity law 21(3))"


def log_folder() -> str | None:
    return (
        None if HOUSE.settings["LOG_DIR"] else "set LOG_DIR, or nobody keeps the logs for 180 days"
    )


def metrics_token() -> str | None:
    token = HOUSE.settings["METRICS_TOKEN"]
    good = not token or len(token) >= LEAST_TOKEN
    return None if good else f"METRICS_TOKEN needs {LEAST_TOKEN} characters, or none at all"


CHECKS = (
    Check(title="mode is production", why_not=mode, production=True),
    Check(title="secret is long and random", why_not=secret),
    Check(title="address is https", why_not=https, production=True),
    Check(title="trusted hosts name the address", why_not=hosts),
    Check(title="cookies are bound to https", why_not=cookies, production=True),
    Check(title="trusted proxies are counted", why_not=proxies, production=True),
    Check(title="debugging is off", why_not=debugging, production=True),
    Check(title="logs are kept long enough", why_not=log_days),
    Check(title="logs have a folder", why_not=log_folder, production=True),
    Check(title="metrics token is long", why_not=metrics_token),
)
