"""Producers as places that a branch verifies, and their products as what stands under it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select

from core.access import Actor
from core.hooks import Listing, Place
from core.words import _l
from shop.catalog import queries
from shop.catalog.operations import verifying as operations
from shop.producers.queries import places, places_of_owner, signs_of_producers
from shop.producers.rules import KIND


class VerifiedProducer:
    """The kind `producer`: what a visitor looks at, and what the producer has switched on."""

    kind = KIND
    title: str = _l("商家")
    sells = True
    checklist: Mapping[str, str] = {
        "name": _l("姓名和身份证一致，是本人在经营"),
        "papers": _l("看了证照原件，号码和有效期对得上"),
        "place": _l("去了地里、圈舍或作坊，东西是这里出的"),
        "inputs": _l("看了农药、化肥、饲料、兽药的用药记录"),
        "hygiene": _l("做吃的地方干净，做的人有健康证"),
        "storage": _l("看了存放、包装的地方"),
        "pictures": _l("照片和实物相符"),
        "reach": _l("电话打得通，地址找得到"),
    }

    def find(self, refs: Iterable[int]) -> Mapping[int, Place]:
        return places(refs)

    def signs(self) -> Select[int, str, str, str]:
        return signs_of_producers()

    def of(self, person_id: int) -> Sequence[Place]:
        return places_of_owner(person_id)

    def listings(self, ref: int) -> Sequence[Listing]:
        return queries.list_listings(ref)

    def waiting(self, refs: Iterable[int]) -> Mapping[int, tuple[int, datetime]]:
        return queries.count_waiting(refs)

    def put_under(
        self,
        ref: int,
        listing: int,
        sponsorship_id: int,
        *,
        seen: datetime,
        by: Actor,
        at: datetime,
    ) -> None:
        operations.put_under(ref, listing, sponsorship_id, seen=seen, by=by, at=at)

    def take_out(self, ref: int, listing: int, *, by: Actor, at: datetime) -> None:
        operations.take_out(ref, listing, by=by, at=at)

    def carry_over(self, ref: int, *, old: int, new: int, at: datetime) -> None:
        operations.carry_over(ref, old=old, new=new, at=at)

    def changed(self, ref: int, *, at: datetime) -> None:
        operations.verification_changed(ref, at=at)


PRODUCERS = VerifiedProducer()
