"""What one's farm page tells, and when nothing is sold."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.web.prose import prose
from core.words import _
from shop.access import RUN_PRODUCER
from shop.producers import operations, queries, rules
from shop.producers.forms import HolidayForm, StoryForm
from shop.producers.models import Producer
from shop.producers.views.blueprint import bp


@bp.route("/<int:producer_id>/story", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_open)
def story(producer: Producer) -> ResponseReturnValue:
    form, preview = StoryForm(obj=producer), ""
    if form.validate_on_submit():
        if form.preview.data:
            preview = prose(form.story.data, breaks=True)
        else:
            with form.refusals():
                with writing():
                    operations.write_story(
                        producer,
                        form.story.data,
                        version=int(form.version.data),
                        by=current_actor(),
                        at=now(),
                    )
                flash(_("介绍存好了"))
                return redirect(url_for(".producer", producer_id=producer.id))
    return page("shop/producers/story.html", producer=producer, form=form, preview=preview)


@bp.route("/<int:producer_id>/holiday", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_open)
def holiday(producer: Producer) -> ResponseReturnValue:
    at = now()
    today = village_day(at)
    form = HolidayForm(
        begins=producer.away_from or today, until=producer.away_until, note=producer.away_note
    )
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.go_away(
                    producer,
                    begins=form.begins.data,
                    ends=form.until.data,
                    note=form.note.data,
                    by=current_actor(),
                    at=at,
                )
            flash(_("安排好了，这些天买家下不了单"))
            return redirect(url_for(".producer", producer_id=producer.id))
    away = rules.is_away(producer.away_from, producer.away_until, today=today)
    return page("shop/producers/holiday.html", producer=producer, form=form, away=away)


@bp.post("/<int:producer_id>/rest")
@needs(RUN_PRODUCER, of=queries.find_open)
def rest(producer: Producer) -> ResponseReturnValue:
    with writing():
        operations.rest_today(producer, by=current_actor(), at=now())
    flash(_("今天歇一天，明天自动接着卖"))
    return redirect(url_for(".producer", producer_id=producer.id))


@bp.post("/<int:producer_id>/resume")
@needs(RUN_PRODUCER, of=queries.find_open)
def resume(producer: Producer) -> ResponseReturnValue:
    with writing():
        operations.come_back(producer, by=current_actor(), at=now())
    flash(_("接着卖，买家又能下单了"))
    return redirect(url_for(".producer", producer_id=producer.id))
