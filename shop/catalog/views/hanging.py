"""The pictures and certificates of a product."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.storage.operations import Laid, keep, lay_picture
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import RUN_PRODUCER
from shop.catalog import operations, queries
from shop.catalog.forms import AltForm, CertificateForm, PictureForm
from shop.catalog.models import CertificateKind, Product, ProductCertificate, ProductPicture
from shop.catalog.rules.listing import MOST_PICTURES
from shop.catalog.views.blueprint import bp, note_listing


@bp.route("/products/<int:product_id>/pictures", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_product)
def pictures(product: Product) -> ResponseReturnValue:
    """Show the pictures in their order, and take one more: its bytes first."""
    form, by = PictureForm(), current_actor()
    if form.validate_on_submit():
        given = form.picture.data
        with form.refusals():
            laid = lay_picture(given.filename or "", given.read(), by=by)
            with writing():
                form.once(lambda: hung(product, laid, form.alt.data or ""), at=now())
            flash(_("照片添好了"))
            return redirect(url_for(".pictures", product_id=product.id))
    return page(
        "shop/catalog/pictures.html",
        producer=product.producer,
        product=product,
        form=form,
        pictures=queries.list_pictures(product.id),
        most=MOST_PICTURES,
    )


def hung(product: Product, laid: Laid, alt: str) -> str:
    by, at = current_actor(), now()
    stored = keep(laid, is_public=True, by=by, at=at)
    note_listing(product)
    return str(operations.add_picture(product, stored, alt=alt, by=by, at=at).id)


@bp.route("/products/<int:product_id>/pictures/<int:picture_id>", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_picture)
def alt(picture: ProductPicture) -> ResponseReturnValue:
    form = AltForm(obj=picture)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.describe_picture(
                    picture, alt=form.alt.data or "", by=current_actor(), at=now()
                )
            flash(_("改好了"))
            return redirect(url_for(".pictures", product_id=picture.product_id))
    return page(
        "shop/catalog/alt.html",
        producer=picture.product.producer,
        product=picture.product,
        picture=picture,
        form=form,
    )


@bp.post("/products/<int:product_id>/pictures/<int:picture_id>/earlier")
@needs(RUN_PRODUCER, of=queries.find_picture)
def earlier(picture: ProductPicture) -> ResponseReturnValue:
    with writing():
        operations.move_earlier(picture, by=current_actor(), at=now())
    return redirect(url_for(".pictures", product_id=picture.product_id))


@bp.post("/products/<int:product_id>/pictures/<int:picture_id>/remove")
@needs(RUN_PRODUCER, of=queries.find_picture)
def remove_picture(picture: ProductPicture) -> ResponseReturnValue:
    product_id = picture.product_id
    with writing():
        operations.remove_picture(picture, by=current_actor(), at=now())
    flash(_("照片拿掉了"))
    return redirect(url_for(".pictures", product_id=product_id))


@bp.route("/products/<int:product_id>/certificates/new", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_product)
def new_certificate(product: Product) -> ResponseReturnValue:
    form, by = CertificateForm(), current_actor()
    if form.validate_on_submit():
        given, laid = form.picture.data, None
        with form.refusals():
            if given:
                laid = lay_picture(given.filename or "", given.read(), by=by)
            with writing():
                form.once(lambda: certified(product, form, laid), at=now())
            flash(_("证书登记好了"))
            return redirect(url_for(".edit", product_id=product.id))
    return page(
        "shop/catalog/certificate.html", producer=product.producer, product=product, form=form
    )


def certified(product: Product, form: CertificateForm, laid: Laid | None) -> str:
    by, at = current_actor(), now()
    photo = keep(laid, is_public=True, by=by, at=at) if laid else None
    facts = operations.CertificateFacts(
        kind=CertificateKind(form.kind.data),
        name=form.name.data or "",
        number=form.number.data,
        issuer=form.issuer.data,
        valid_until=form.valid_until.data,
    )
    return str(operations.add_certificate(product, facts, photo=photo, by=by, at=at).id)


@bp.post("/products/<int:product_id>/certificates/<int:certificate_id>/remove")
@needs(RUN_PRODUCER, of=queries.find_certificate)
def remove_certificate(certificate: ProductCertificate) -> ResponseReturnValue:
    product_id = certificate.product_id
    with writing():
        operations.remove_certificate(certificate, by=current_actor(), at=now())
    flash(_("证书去掉了"))
    return redirect(url_for(".edit", product_id=product_id))
