"""The letter that shows whether mail goes out."""

from datetime import datetime
from urllib.parse import urlsplit

from core.house import HOUSE
from core.ports import Letter
from core.words import _


def test_letter(to: str, *, at: datetime) -> Letter:
    """Return a short letter to this address."""
    address = str(HOUSE.settings["PUBLIC_URL"])
    host = urlsplit(address).hostname or "localhost"
    return Letter(
        to=to,
        subject=_("测试邮件"),
        text=_("您能看到这封信，说明 %(site)s 的邮件寄得出去。不用回复。", site=address),
        message_id=f"<test-{at.timestamp():.6f}@{host}>",
    )
