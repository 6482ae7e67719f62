"""What it costs to have things sent, in words: to one province, and to all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.money import Money
from core.words import _
from shop.catalog.models import Pack
from shop.freight.rules import Terms, Zone, freight_of, in_words, short_name


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What a parcel with one of each pack costs to a province: names and words."""

    packs: Sequence[tuple[str, str]]
    note: str = ""


def sending_of(zone: Zone | None, packs: Sequence[Pack], *, where: str) -> Sending:
    """Say what each pack costs to send; `zone` is the one that holds for the province."""
    if zone is None:
        return Sending(packs=(), note=_("这家还没写运费，先问一声商家。"))
    if not zone.served:
        return Sending(packs=(), note=_("这家不往%(where)s寄。", where=where))
    told = [(pack.name, cost_words(freight_of(zone, pack.net_grams, pack.fen))) for pack in packs]
    note = ""
    if zone.free_over_fen is not None:
        note = _("一次买满 %(over)s 包邮", over=Money(zone.free_over_fen))
    return Sending(packs=told, note=note)


def cost_words(cost: Money | None) -> str:
    if cost is None:
        return _("不寄")
    return _("包邮") if cost == Money(0) else str(cost)


def table_of(zones: Sequence[Terms], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return where a producer sends and what that costs, the rest of the country last."""
    rows = [
        (_("、").join(short_name(code, names.get(code, "")) for code in zone.provinces), zone)
        for zone in zones
    ]
    rest = _("其他地方") if len(rows) > 1 else _("全国")
    return [
        (where or rest, in_words(zone)) for where, zone in sorted(rows, key=lambda row: not row[0])
    ]
