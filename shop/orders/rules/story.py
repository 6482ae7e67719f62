"""What happened to an order, told to its buyer line by line, the newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from core.words import _, _l, dated
from shop.orders.models import Answer, Order, OrderLine, Parcel, Shortage, Way
from shop.orders.rules.words import ANSWERS

# Steps of the history, in the words of the page; the others have rows of their own, or stay out.
STEPS: Mapping[str, str] = {
    "accept": _l("商家接了单"),
    "pack": _l("商家打包好了"),
    "press": _l("您催了一次"),
    "change_receiver": _l("您改了收货信息"),
    "cancel": _l("您取消了这一单"),
    "expire": _l("过时没付，取消了"),
    "take_back": _l("退回的货到了商家手里"),
    "complete": _l("这一单完成了"),
}


@dataclass(frozen=True)
class Done:
    """One step that was taken; `by_itself` when time took it."""

    action: str
    at: datetime
    by_itself: bool
    said: str = ""


def story(
    order: Order, done: Iterable[Done], shortages: Iterable[Shortage]
) -> list[tuple[str, datetime]]:
    """Return what happened with its moment, the newest first."""
    told: list[tuple[str, datetime]] = []
    for shortage in shortages:
        told.append((shortage_words(order, shortage), shortage.said_at))
        if shortage.answer and shortage.answered_at:
            chosen = _("您选了：%(choice)s", choice=ANSWERS[shortage.answer])
            silent = str(ANSWERS[shortage.answer])
            by_buyer = shortage.answer is not Answer.SILENT
            told.append((chosen if by_buyer else silent, shortage.answered_at))
    told += [(parcel_words(order, each), each.handed_at) for each in order.parcels]
    told += [(words, each.at) for each in done if (words := step_words(order, each))]
    told.reverse()  # of two at the same moment the one told later happened later
    return sorted(told, key=itemgetter(1), reverse=True)


def step_words(order: Order, done: Done) -> str:
    """Say one step, or nothing where another line says it already."""
    if done.action == "place":
        return _("您下了单，一共 %(total)s", total=done.said)
    if done.action == "receive":
        return _("十天没有动静，算收到了") if done.by_itself else _("收到了")
    if done.action == "record_cash":
        return _("商家记下：收到现金 %(total)s", total=done.said)
    if done.action == "refuse_at_door":
        return with_reason(_("商家记下：送到时没有收"), order.ended_why)
    return str(STEPS.get(done.action, ""))


def with_reason(words: str, why: str) -> str:
    return _("%(what)s（%(why)s）", what=words, why=why) if why else words


def parcel_words(order: Order, parcel: Parcel) -> str:
    """Say how a part of the goods went, and which part where it was not all."""
    if parcel.way is Way.PICKUP:
        words = _("取走了")
    elif parcel.way is Way.HAND:
        words = _("商家送到您手里")
    else:
        words = _("寄出，%(carrier)s %(number)s", carrier=parcel.carrier, number=parcel.number)
    counts = {each.line_id: each.count for each in parcel.lines}
    if counts == {line.id: line.left for line in order.lines if line.left}:
        return words
    return with_reason(words, counted(order.lines, counts))


def shortage_words(order: Order, shortage: Shortage) -> str:
    """Say what the producer could not deliver, and why."""
    missing = {each.line_id: each.missing for each in shortage.lines}
    what = counted(order.lines, missing)
    if shortage.ready_on:
        day = dated(shortage.ready_on, "MMMd")
        return _("商家交不齐：%(what)s。%(why)s。%(day)s能有", what=what, why=shortage.why, day=day)
    return _("商家交不齐：%(what)s。%(why)s", what=what, why=shortage.why)


def counted(lines: Iterable[OrderLine], counts: Mapping[int, int]) -> str:
    """Name so many of each line."""
    return "，".join(
        f"{line.title} {line.detail} × {counts[line.id]}" for line in lines if counts.get(line.id)
    )
