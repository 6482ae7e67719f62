"""Freight and pickup points of one's producer."""

from collections.abc import Collection

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.regions import provinces
from core.clock import now
from core.db import writing
from core.house import MenuEntry
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _, _l
from shop.access import RUN_PRODUCER
from shop.freight import operations, queries, rules
from shop.freight.forms import EditPointForm, EditZoneForm, PointForm, ZoneForm
from shop.freight.models import FreightZone, PickupPoint
from shop.freight.operations import Point
from shop.freight.rules import Terms
from shop.producers.models import Producer
from shop.producers.queries import find_open

bp = Blueprint("freight", __name__, url_prefix="/sell/<int:producer_id>/freight")
MENU = (
    MenuEntry(
        place="sell", title=_l("运费和自提"), endpoint="freight.home", order=70, icon="truck"
    ),
)


@bp.get("")
@needs(RUN_PRODUCER, of=find_open)
def home(producer: Producer) -> ResponseReturnValue:
    names = dict(provinces())
    zones = queries.list_zones(producer.id)
    return page(
        "shop/freight/home.html",
        producer=producer,
        zones=[(each, names_of(each, names), rules.in_words(each)) for each in zones],
        usual=[(named(each.provinces, names), rules.in_words(each)) for each in rules.USUAL],
        points=queries.list_points(producer.id),
    )


def names_of(zone: FreightZone, names: dict[str, str]) -> str:
    """Name the provinces of a zone."""
    return named([each.code for each in zone.provinces], names)


def named(codes: Collection[str], names: dict[str, str]) -> str:
    """Name provinces as people do; none at all are all others."""
    known = [code for code in names if code in codes]
    short = "、".join(rules.short_name(code, names[code]) for code in known)
    return short or _("其他地方")


@bp.post("/usual")
@needs(RUN_PRODUCER, of=find_open)
def usual(producer: Producer) -> ResponseReturnValue:
    with writing():
        operations.offer_usual(producer, by=current_actor(), at=now())
    flash(_("运费设好了，哪组不合适就改哪组"))
    return redirect(url_for(".home", producer_id=producer.id))


@bp.route("/zones/new", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=find_open)
def new_zone(producer: Producer) -> ResponseReturnValue:
    form, at = ZoneForm(), now()
    taken = queries.list_taken(producer.id)
    form.offer(taken=taken)
    is_first = not queries.list_zones(producer.id)
    if not form.is_submitted():
        form.show(Terms(first_fen=8_00, further_fen=3_00), ())

    def do() -> str:
        return str(operations.add_zone(producer, form.terms(), by=current_actor(), at=at).id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("添好了"))
            return redirect(url_for(".home", producer_id=producer.id))
    return page("shop/freight/zone.html", producer=producer, form=form, zone=None, rest=is_first)


@bp.route("/zones/<int:zone_id>", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_zone)
def zone(zone: FreightZone) -> ResponseReturnValue:
    form = EditZoneForm(version=zone.version)
    form.offer(taken=queries.list_taken(zone.producer_id, but=zone.id))
    if not form.is_submitted():
        form.show(zone, [each.code for each in zone.provinces])
    is_rest = not zone.provinces
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.edit_zone(
                    zone,
                    form.terms(),
                    version=int(form.version.data),
                    by=current_actor(),
                    at=now(),
                )
            flash(_("改好了"))
            return redirect(url_for(".home", producer_id=zone.producer_id))
    return page(
        "shop/freight/zone.html", producer=zone.producer, form=form, zone=zone, rest=is_rest
    )


@bp.post("/zones/<int:zone_id>/remove")
@needs(RUN_PRODUCER, of=queries.find_zone)
def remove_zone(zone: FreightZone) -> ResponseReturnValue:
    producer_id = zone.producer_id
    with writing():
        operations.remove_zone(zone, by=current_actor(), at=now())
    flash(_("删掉了，这些省按“其他地方”算"))
    return redirect(url_for(".home", producer_id=producer_id))


@bp.route("/points/new", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=find_open)
def new_point(producer: Producer) -> ResponseReturnValue:
    form, at = PointForm(phone=producer.phone), now()

    def do() -> str:
        return str(operations.add_point(producer, point_in(form), by=current_actor(), at=at).id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("自提点添好了"))
            return redirect(url_for(".home", producer_id=producer.id))
    return page("shop/freight/point.html", producer=producer, form=form, point=None)


@bp.route("/points/<int:point_id>", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_point)
def point(point: PickupPoint) -> ResponseReturnValue:
    form = EditPointForm(obj=point)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.edit_point(
                    point,
                    point_in(form),
                    version=int(form.version.data),
                    by=current_actor(),
                    at=now(),
                )
            flash(_("改好了"))
            return redirect(url_for(".home", producer_id=point.producer_id))
    return page("shop/freight/point.html", producer=point.producer, form=form, point=point)


@bp.post("/points/<int:point_id>/close")
@needs(RUN_PRODUCER, of=queries.find_point)
def close_point(point: PickupPoint) -> ResponseReturnValue:
    producer_id = point.producer_id
    with writing():
        operations.close_point(point, by=current_actor(), at=now())
    flash(_("自提点关了"))
    return redirect(url_for(".home", producer_id=producer_id))


def point_in(form: PointForm) -> Point:
    """Return what the form says."""
    return Point(**{name: getattr(form, name).data for name in Point.__annotations__})
