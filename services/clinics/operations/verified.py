"""Clinics as places that a branch verifies: open or not, nothing is put under it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select

from core.errors import Refused
from core.hooks import Listing, Place
from core.words import _, _l
from services.clinics.operations.waiting import KIND
from services.clinics.queries.places import places, places_of, signs_of_clinics


class VerifiedClinic:
    """The kind `clinic`: what a visitor looks at; its services can be booked while it stands."""

    kind = KIND
    title: str = _l("咨询点")
    sells = False
    checklist: Mapping[str, str] = {
        "place": _l("地方找得到，写的时间里真的开着"),
        "quiet": _l("有关上门说话的地方，外面听不见"),
        "free": _l("写明了不收钱，没有人收费、收礼、卖东西"),
        "licences": _l("接待的人的证件都看了原件，号码和有效期对得上"),
        "guided": _l("法学学生有律师或法律服务工作者带"),
        "remote": _l("用电话、视频接待的时候，旁边没有别人"),
        "reach": _l("电话打得通"),
        "papers": _l("材料锁着放，别人翻不到"),
    }

    def find(self, refs: Iterable[int]) -> Mapping[int, Place]:
        return places(refs)

    def signs(self) -> Select[int, str, str, str]:
        return signs_of_clinics()

    def of(self, person_id: int) -> Sequence[Place]:
        return places_of(person_id)

    def listings(self, _ref: int) -> Sequence[Listing]:
        return []

    def waiting(self, _refs: Iterable[int]) -> Mapping[int, tuple[int, datetime]]:
        return {}

    def put_under(self, _ref: int, _listing: int, _sponsorship_id: int, **_facts: object) -> None:
        raise Refused(_("这里没有要放上来的东西"))

    def take_out(self, _ref: int, _listing: int, **_facts: object) -> None:
        raise Refused(_("这里没有要放上来的东西"))

    def carry_over(self, _ref: int, *, old: int, new: int, at: datetime) -> None:
        """Nothing stands under it; whether it can be booked is read of its verification."""

    def changed(self, _ref: int, *, at: datetime) -> None:
        """Whether it can be booked is read of its verification, at each page anew."""


CLINICS = VerifiedClinic()
