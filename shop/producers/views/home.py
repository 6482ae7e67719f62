"""One's producers: registered, looked at, changed, closed."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.queries import get_person
from core.clock import now, village_day
from core.db import writing
from core.house import HOUSE
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import RUN_PRODUCER, SELL
from shop.producers import operations, queries, rules
from shop.producers.forms import EditProducerForm, ProducerForm
from shop.producers.models import Producer
from shop.producers.operations import Facts
from shop.producers.queries.checklist import checklist_of
from shop.producers.queries.producers import list_villages
from shop.producers.views.blueprint import bp


@bp.get("/")
@needs(SELL)
def home() -> ResponseReturnValue:
    actor, at = current_actor(), now()
    mine = queries.list_of(actor.person)
    return page(
        "shop/producers/home.html",
        producers=mine,
        waiting=[item for ask in HOUSE.selling for item in ask(actor, at)],
        states=queries.list_states([each.id for each in mine]),
        kinds=rules.KINDS,
        today=village_day(at),
        is_away=rules.is_away,
        full=rules.why_not_another(len(mine)),
    )


@bp.route("/apply", methods=["GET", "POST"])
@needs(SELL)
def apply() -> ResponseReturnValue:
    actor, at = current_actor(), now()
    form = ProducerForm(unit=actor.unit_id, phone=get_person(actor.person).phone)
    form.offer(list_villages())

    def do() -> str:
        made = operations.register(facts_in(form), by=actor, at=at)
        return url_for(".producer", producer_id=made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("登记好了，照下面一项一项补齐就行"))
            return redirect(where)
    full = rules.why_not_another(queries.count_open(actor.person))
    return page("shop/producers/apply.html", form=form, full=full, needs_code=needs_code(form))


def facts_in(form: ProducerForm) -> Facts:
    """Return what the form says."""
    return Facts(
        kind=form.chosen_kind,
        name=form.name.data,
        unit_id=form.unit.data,
        address=form.address.data,
        phone=form.phone.data,
        credit_code=form.credit_code.data,
        classes=form.chosen_classes,
    )


def needs_code(form: ProducerForm) -> bool:
    """Tell whether the kind chosen so far must give its credit code."""
    chosen = {each.value for each in rules.KINDS if rules.needs_credit_code(each)}
    return form.kind.data in chosen


@bp.get("/<int:producer_id>/")
@needs(RUN_PRODUCER, of=queries.find_open)
def producer(producer: Producer) -> ResponseReturnValue:
    today = village_day(now())
    return page(
        "shop/producers/producer.html",
        producer=producer,
        kinds=rules.KINDS,
        steps=checklist_of(producer, today=today),
        away=rules.is_away(producer.away_from, producer.away_until, today=today),
        today=today,
    )


@bp.route("/<int:producer_id>/facts", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_open)
def facts(producer: Producer) -> ResponseReturnValue:
    form = EditProducerForm(
        obj=producer, unit=producer.unit_id, classes=[each.value for each in producer.sells]
    )
    verification = queries.verification_of(producer.id)
    stays = operations.why_not_move(verification)
    form.offer([producer.unit] if stays else list_villages())
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.change(
                    producer,
                    facts_in(form),
                    version=int(form.version.data),
                    by=current_actor(),
                    at=now(),
                )
            flash(_("改好了"))
            return redirect(url_for(".producer", producer_id=producer.id))
    return page(
        "shop/producers/facts.html",
        producer=producer,
        form=form,
        stays=stays,
        is_verified=verification.standing is not None,
        why_not_close=operations.why_not_close(producer.id),
    )


@bp.post("/<int:producer_id>/close")
@needs(RUN_PRODUCER, of=queries.find_open)
def close(producer: Producer) -> ResponseReturnValue:
    with writing():
        found = queries.find_open(producer.id) or abort(404)
        operations.close(found, by=current_actor(), at=now())
    flash(_("店关了，商品都不再显示"))
    return redirect(url_for(".home"))
