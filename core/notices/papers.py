"""A notice in words: in the inbox, as a letter, as a short message."""

from datetime import date, datetime

from core.house import HOUSE
from core.notices import rules
from core.notices.models import Notice
from core.ports import Letter
from core.words import _, dated, speaking

CHOICES = "/me/settings"  # where kinds are switched off
LONGEST_SMS = 200


def title_of(notice: Notice) -> str:
    """Return the notice's title in the reader's language."""
    event = HOUSE.events.get(notice.event)
    return _filled(event.title, notice) if event else _("一条消息")


def text_of(notice: Notice) -> str:
    """Return what the notice says, in the reader's language."""
    event = HOUSE.events.get(notice.event)
    return _filled(event.text, notice) if event else ""


def _filled(sentence: str, notice: Notice) -> str:
    """Return the sentence with the facts in it; an office is itself a word to say, a key.

    `when` and `starts` are kept as the village's clock showed them, `until` as a day; all are said
    as the reader says them.
    """
    facts = dict(notice.facts)
    if role := facts.get("role"):
        facts["role"] = _(role)
    for name in {"when", "starts"} & facts.keys():
        shown = datetime.fromisoformat(facts[name])
        facts[name] = f"{dated(shown)} {dated(shown, 'Hm')}"
    if until := facts.get("until"):
        facts["until"] = dated(date.fromisoformat(until))
    return _(str(sentence), **facts)


def kind_of(notice: Notice) -> str:
    """Return the notice's kind as people know it from their choices."""
    event = HOUSE.events.get(notice.event)
    return _(str(event.kind)) if event else ""


def letter_of(notice: Notice) -> Letter:
    """Write the mail, in the language of whoever gets it."""
    here = HOUSE.settings["PUBLIC_URL"].rstrip("/")
    with speaking(notice.language):
        lines = [
            _("您好："),
            text_of(notice),
            _("在这里看：%(url)s", url=f"{here}{notice.url}"),
            _("这类消息要不要发邮件，您自己定：%(url)s", url=f"{here}{CHOICES}"),
        ]
        subject = " ".join(title_of(notice).split())
    return Letter(
        to=notice.address or "",
        subject=subject,
        text="\n\n".join(line for line in lines if line) + "\n",
        message_id=rules.message_id(notice.key, public_url=here),
    )


def message_of(notice: Notice) -> str:
    """Write the short message, in the language of whoever gets it."""
    here = HOUSE.settings["PUBLIC_URL"].rstrip("/")
    with speaking(notice.language):
        words = " ".join(f"{title_of(notice)} {text_of(notice)}".split())
    return f"{words[:LONGEST_SMS]} {here}{notice.url}"
