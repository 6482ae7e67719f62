"""Organisers as places that a branch verifies, and their courses as what stands under it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select

from core.access import Actor
from core.hooks import Listing, Place
from core.words import _l
from training.courses.operations import verifying as operations
from training.courses.queries import listings, organisers
from training.courses.rules.words import KIND


class VerifiedOrganiser:
    """The kind `organiser`: what a visitor looks at, and what it has published and switched on."""

    kind = KIND
    title: str = _l("办课单位")
    sells = True
    checklist: Mapping[str, str] = {
        "name": _l("名称属实，是本人或本单位在办"),
        "teachers": _l("知道谁来教，看了能证明会教的东西：证书、做过的活、教过的人"),
        "place": _l("去了上课的地方，坐得下、灯亮、走得通"),
        "safety": _l("电、火、出口看了，动手的课有防护"),
        "free": _l("写明了不收钱，没有人收费、收礼、卖东西"),
        "texts": _l("课程内容翻看过，说的和做的对得上，没有夸大"),
        "pictures": _l("图片是自己的，人脸征得了同意"),
        "reach": _l("电话打得通，地址找得到"),
    }

    def find(self, refs: Iterable[int]) -> Mapping[int, Place]:
        return organisers.places(refs)

    def signs(self) -> Select[int, str, str, str]:
        return organisers.signs()

    def of(self, person_id: int) -> Sequence[Place]:
        return organisers.places_of(person_id)

    def listings(self, ref: int) -> Sequence[Listing]:
        return listings.list_listings(ref)

    def waiting(self, refs: Iterable[int]) -> Mapping[int, tuple[int, datetime]]:
        return listings.count_waiting(refs)

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


ORGANISERS = VerifiedOrganiser()
