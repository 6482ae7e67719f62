"""Calls for hands in a furnished house, and hardship that only its desk and its household read."""

from datetime import timedelta

from core.clock import village_day
from core.db import writing
from shop.hands import operations
from shop.hands.models import Hardship, HardshipKind
from shop.hands.rules import MOST_OPEN
from tests.make_shop import MakeShop


class Hands:
    """Lets the farms of a furnished house call for hands, and their branches record hardship."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at
        self.shop = MakeShop(house.make)

    def fill(self, where):
        """Put in a call of the village's farm, and its household's hardship."""
        things = self.house.villages[where].things
        things["wanted"] = self.call(things, "摘橘子")
        words = f"canary-hardship{where}"
        things["hardship"] = self.hardship(where, things["producer"], words)

    def call(self, things, title):
        starts = self.at + timedelta(days=3)
        wanted = operations.Call(
            title=title,
            words="管午饭",
            place="后山",
            starts_at=starts,
            ends_at=starts + timedelta(hours=4),
            hands=2,
        )
        by = self.make.actor(things["owner"])
        with writing():
            return operations.call(things["producer"], wanted, by=by, at=self.at)

    def hardship(self, where, producer, words, **kw):
        village, today = self.house.villages[where], village_day(self.at)
        made = {
            "producer_id": producer.id,
            "branch_id": village.branch.id,
            "kind": HardshipKind.DISASTER,
            "words": words,
            "since": today,
            "until": today + timedelta(days=30),
            "recorded_by": village.things["term"].person_id,
            "recorded_at": self.at,
            **kw,
        }
        return self.make.add(Hardship(**made))

    def more(self, number):
        """Record the hardship of one more household, and end another's; call once more."""
        things = self.house.villages["own"].things
        ended = {"ended_at": self.at, "end_why": "好转了"}
        ended["ended_by"] = self.house.people["officer"].id
        for kw in ({}, ended):
            farm = self.shop.producer(unit=things["unit"], name=f"难处户{number}{len(kw)}")
            self.hardship("own", farm, "受了灾", **kw)
        self.hardship("own", things["producer"], "好了", **ended)
        if number < MOST_OPEN - 2:  # beside the two that stand there
            self.call(things, f"活{number}")
