"""What the certificate of a course says."""

from collections.abc import Sequence
from typing import Any

from core.qualifications.models import QualificationKind
from core.qualifications.rules import GIVES
from core.words import _l

HOUR = 60  # minutes
# What a certificate says, as keys of the catalogue.
LEARNT = _l("学完了课程《%(title)s》")
PASSED = _l("学完了课程《%(title)s》，考试合格")
HOURS = _l("学时：%(hours)s 小时 %(left)s 分钟")
ORGANISER = _l("办课单位：%(organiser)s")
QUALIFIES = _l("凭这张证书：%(what)s")


def sentences(
    title: str,
    organiser: str,
    *,
    minutes: int,
    has_exam: bool,
    unlocks: QualificationKind | None,
) -> Sequence[tuple[str, dict[str, Any]]]:
    """Return what the certificate says, as keys with their facts; to be asked in Chinese."""
    hours, left = divmod(minutes, HOUR)
    said: list[tuple[str, dict[str, Any]]] = [
        (str(PASSED if has_exam else LEARNT), {"title": title})
    ]
    if minutes:
        said.append((str(HOURS), {"hours": hours, "left": left}))
    said.append((str(ORGANISER), {"organiser": organiser}))
    if unlocks is not None:
        said.append((str(QUALIFIES), {"what": str(GIVES[unlocks])}))
    return said
