"""What somebody looks for among the times of clinics, as the address says it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.clock import VILLAGE
from services.clinics.models import Service
from services.clinics.rules.setting_up import LANGUAGES, WAYS, codes_of

WEEKS = 4
LONGEST_ID = 9  # digits
SLOT = "%Y%m%d%H%M"
YEARS = range(2000, 2200)  # with what lies far away one cannot reckon


@dataclass(frozen=True)
class Wish:
    """A day (None: which days there are), a way to meet, a tongue, one service alone."""

    day: date | None = None
    way: str = ""
    lang: str = ""
    who: int | None = None

    def args(self) -> dict[str, str]:
        """Return it as it stands in an address, what is not asked for left out."""
        said = {
            "day": self.day.isoformat() if self.day else "",
            "way": self.way,
            "lang": self.lang,
            "who": str(self.who) if self.who else "",
        }
        return {name: value for name, value in said.items() if value}

    def on(self, day: date | None) -> "Wish":
        return replace(self, day=day)

    @property
    def active(self) -> int:
        """How many filters are on."""
        return sum(map(bool, (self.way, self.lang, self.who)))

    def fits(self, service: Service) -> bool:
        """Tell whether this service is among what is looked for."""
        return (
            (not self.way or self.way in codes_of(service.ways))
            and (not self.lang or self.lang in codes_of(service.practitioner.languages))
            and (self.who is None or self.who == service.id)
        )


def read_wish(given: Mapping[str, str]) -> Wish:
    """Read what the address asks for; what means nothing is left out."""
    way, lang, who = (given.get(name, "") for name in ("way", "lang", "who"))
    try:
        day: date | None = date.fromisoformat(given.get("day", ""))
    except ValueError:
        day = None
    if day is not None and day.year not in YEARS:
        day = None
    is_id = who.isascii() and who.isdigit() and len(who) <= LONGEST_ID
    return Wish(
        day=day,
        way=way if way in WAYS else "",
        lang=lang if lang in LANGUAGES else "",
        who=int(who) if is_id else None,
    )


def weeks_from(today: date) -> list[list[date]]:
    """Return whole weeks of days, Monday first, that hold today and the four weeks after it."""
    monday = today - timedelta(days=today.weekday())
    last = today + timedelta(weeks=WEEKS)
    count = (last - monday).days // 7 + 1
    return [[monday + timedelta(days=7 * week + n) for n in range(7)] for week in range(count)]


def slot_of(moment: datetime) -> str:
    """Write a time as it stands in an address, by the village's clock: 202612010900."""
    return moment.astimezone(VILLAGE).strftime(SLOT)


def read_slot(text: str) -> datetime | None:
    """Return the time that an address names, or None where it is none."""
    if not (text.isascii() and text.isdigit() and len(text) == len("202612010900")):
        return None
    try:
        moment = datetime.strptime(text, SLOT).replace(tzinfo=VILLAGE)
    except ValueError:
        return None
    return moment if moment.year in YEARS else None


def halves(moments: Iterable[datetime]) -> tuple[list[datetime], list[datetime]]:
    """Return those of the forenoon and those of the afternoon, by the village's clock."""
    all_of = list(moments)
    noon = 12
    return (
        [each for each in all_of if each.astimezone(VILLAGE).hour < noon],
        [each for each in all_of if each.astimezone(VILLAGE).hour >= noon],
    )
