"""Settings that must not serve the public stop the start."""

import pytest

from core.settings import Settings, Unsafe

GOOD = {
    "SECRET_KEY": "k3J9-qwZx_71bVtYpL0sRmNcE5uAhG2dFiO8",
    "MAIL_URL": "smtp://mail.example:587",
    "SMS_URL": "none:",
    "SEAL_KEYS": "file:var/keys/seal.keys",
    "PUBLIC_URL": "https://xingcun.example",
    "TRUSTED_HOSTS": "xingcun.example",
}


def test_production_starts_with_safe_settings():
    settings = Settings.read(GOOD)
    assert not settings.demo
    assert settings.secure_cookies
    assert settings["DATABASE_URL"] == "sqlite:///var/xingcun.db"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is not set"),
        ("SECRET_KEY", "dev", "too short or known"),
        ("SECRET_KEY", "a" * 64, "too short or known"),
        ("MAIL_URL", "log:", "MAIL_URL"),
        ("MAIL_URL", "", "MAIL_URL"),
        ("SMS_URL", "log:", "SMS_URL"),
        ("SEAL_KEYS", "derive:", "SEAL_KEYS"),
        ("PUBLIC_URL", "http://xingcun.example", "https"),
        ("COOKIE_SECURE", "no", "COOKIE_SECURE"),
        ("LOG_DAYS", "179", "180"),
        ("LOG_DAYS", "long", "180"),
        ("TRUSTED_HOSTS", "*", "TRUSTED_HOSTS"),
        ("XINGCUN_CLOCK_OFFSET", "60", "CLOCK"),
        ("XINGCUN_MODE", "debug", "production or demo"),
    ],
)
def test_production_does_not_start_with(name, value, says):
    with pytest.raises(Unsafe, match=says):
        Settings.read(GOOD | {name: value})


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(Unsafe) as unsafe:
        Settings.read(GOOD | {"MAIL_URL": "log:", "LOG_DAYS": "1"})
    assert "MAIL_URL" in str(unsafe.value)
    assert "LOG_DAYS" in str(unsafe.value)


def test_demo_mode_may_pretend():
    settings = Settings.read({"XINGCUN_MODE": "demo", "SECRET_KEY": "x"})
    assert settings.demo
    assert settings["MAIL_URL"] == "log:"
    assert not settings.secure_cookies
    assert Settings.read({**settings.values, "COOKIE_SECURE": "yes"}).secure_cookies
