"""What may hang on a board, and for how long."""

from datetime import date, timedelta

from core.branches.models import OfficeRole
from core.bulletins.models import Bulletin
from core.words import _, dated

LONGEST_TITLE = 60
LONGEST_TEXT = 5000
LONGEST_RUN = timedelta(days=366)
USUAL_RUN = timedelta(days=30)
RUNS_OUT_SOON = timedelta(days=3)
WRITERS = (OfficeRole.PUBLICITY.value, OfficeRole.SECRETARY.value, OfficeRole.DEPUTY.value)


def why_not_hang_until(until: date, *, today: date) -> str | None:
    """Return why a sheet cannot hang until the end of this day, or None when it can."""
    if until < today:
        return _("这一天已经过了，请选今天或以后的日期")
    if until > today + LONGEST_RUN:
        return _("最长贴一年，请选近一些的日期")
    return None


def why_not_change(bulletin: Bulletin) -> str | None:
    """Return why the sheet cannot be edited or taken down, or None when it can."""
    return _("这张通知已经取下了") if bulletin.taken_down_at else None


def hangs(bulletin: Bulletin, *, today: date) -> bool:
    """Tell whether the public sees the sheet on the board."""
    return bulletin.taken_down_at is None and bulletin.until >= today


def as_text(title: str, text: str, until: date) -> str:
    """Return all that a writer writes, to compare two versions line by line."""
    return f"{title}\n{text}\n{dated(until)}"
