"""The pictures of one's farm."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.storage.operations import lay_picture
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import RUN_PRODUCER
from shop.producers import operations, queries, rules
from shop.producers.forms import AltForm, PictureForm
from shop.producers.models import Producer, ProducerPicture
from shop.producers.views.blueprint import bp


@bp.route("/<int:producer_id>/pictures", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_open)
def pictures(producer: Producer) -> ResponseReturnValue:
    """Show the pictures in their order, and take one more: its bytes first."""
    form, by, here = PictureForm(), current_actor(), producer.id
    if form.validate_on_submit():
        given = form.picture.data
        with form.refusals():
            laid = lay_picture(given.filename or "", given.read(), by=by)
            with writing():
                operations.add_picture(producer, laid, alt=form.alt.data, by=by, at=now())
            flash(_("照片添好了"))
            return redirect(url_for(".pictures", producer_id=here))
    return page(
        "shop/producers/pictures.html",
        producer=producer,
        form=form,
        pictures=queries.list_pictures(here),
        most=rules.MOST_PICTURES,
    )


@bp.route("/<int:producer_id>/pictures/<int:picture_id>", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_picture)
def picture(picture: ProducerPicture) -> ResponseReturnValue:
    form = AltForm(obj=picture)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.describe(picture, form.alt.data, at=now())
            flash(_("改好了"))
            return redirect(url_for(".pictures", producer_id=picture.producer_id))
    return page(
        "shop/producers/picture.html", producer=picture.producer, picture=picture, form=form
    )


@bp.post("/<int:producer_id>/pictures/<int:picture_id>/move")
@needs(RUN_PRODUCER, of=queries.find_picture)
def move_picture(picture: ProducerPicture) -> ResponseReturnValue:
    with writing():
        operations.move_picture(picture, up=request.form.get("to") == "up", at=now())
    return redirect(url_for(".pictures", producer_id=picture.producer_id))


@bp.post("/<int:producer_id>/pictures/<int:picture_id>/remove")
@needs(RUN_PRODUCER, of=queries.find_picture)
def remove_picture(picture: ProducerPicture) -> ResponseReturnValue:
    producer_id = picture.producer_id
    with writing():
        operations.remove_picture(picture, by=current_actor(), at=now())
    flash(_("照片去掉了"))
    return redirect(url_for(".pictures", producer_id=producer_id))
