"""A source of needs, as an area would hand it over; what a form holds, and times of day."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from core.clock import day_starts, village_day
from core.hooks import Need
from core.money import Money


@dataclass
class Fields:
    """Farmers who want hands; a test puts needs in and takes them back."""

    kind: str = "fields"
    needs: dict = field(default_factory=dict)
    asked: int = 0
    heard: list = field(default_factory=list)

    def want(self, unit, at, **kw):
        ref = len(self.needs) + 1
        made = Need(
            kind=self.kind,
            ref=ref,
            title=kw.pop("title", f"帮忙采柑橘{ref}"),
            words="带手套",
            place="桃溪坡",
            unit_id=unit.id,
            starts_at=kw.pop("starts_at", hour(at, 2, 8)),
            ends_at=kw.pop("ends_at", hour(at, 2, 11)),
            hands=kw.pop("hands", 3),
            filled=kw.pop("filled", 0),
            owner_id=kw.pop("owner_id", 1),
            owner="王小满家",
            url="/sell/",
        )
        self.needs[ref] = replace(made, **kw)
        return self.needs[ref]

    def change(self, ref, **kw):
        self.needs[ref] = replace(self.needs[ref], **kw)

    def open(self, *, at, unit_ids=None):
        self.asked += 1
        return [
            each
            for each in self.needs.values()
            if each.starts_at > at and each.filled < each.hands and each.unit_id in unit_ids
        ]

    def find(self, ref, *, at):
        return self.needs.get(ref)

    def filled(self, ref, person_id, *, by, at):
        self.change(ref, filled=self.needs[ref].filled + 1)

    def freed(self, ref, person_id, *, by, at):
        self.change(ref, filled=self.needs[ref].filled - 1)

    def moved(self, ref, shift_id, to, *, by, at):
        self.heard.append(("moved", ref, shift_id, to))

    def added(self, ref, shift_id, on, *, by, at):
        self.heard.append(("added", ref, shift_id, on))


SECRETS = ("三组 12 号", "陈桂花")  # of the task in somebody's home
PAID = {"why_paid": "不是困难户，请付工钱", "wage": Money(12000), "per": "day"}


def hour(at, days, clock):
    """Return the moment of this hour, so many village days after today."""
    return day_starts(village_day(at) + timedelta(days=days)) + timedelta(hours=clock)


def sent(at, **kw):
    """Return what an officer sends who makes a task."""
    day = (village_day(at) + timedelta(days=2)).isoformat()
    usual = {
        "form_key": "12345678",
        "title": "给老人剪头发",
        "words": "带上推子。\n\n轮流剪。",
        "unit_id": "",
        "place": "文化礼堂",
        "skill": "haircut",
        "licence": "",
        "min_age": "16",
        "risks": "地上有水会滑",
        "insurance": "",
        "day": day,
        "begins": "09:00",
        "ends": "11:00",
        "capacity": "2",
        "repeats": "1",
    }
    return {name: value for name, value in {**usual, **kw}.items() if value is not None}


def at_hour(at, days, clock=9):
    """Return the times of a plan for an hour of that day."""
    return {"first_start": hour(at, days, clock), "first_end": hour(at, days, clock + 1)}
