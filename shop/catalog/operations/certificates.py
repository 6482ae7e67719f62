"""The certificates of a product; their badges go by themselves on the day after the last."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update

from core.access import Actor
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.storage import operations as storage
from core.storage.models import StoredFile
from core.words import _
from shop.catalog.models import CertificateKind, Product, ProductCertificate
from shop.catalog.operations.showing import changed, lock, show_anew, touch
from shop.catalog.rules.goods import why_not_say
from shop.catalog.rules.listing import MOST_CERTIFICATES, why_not_valid_until

TABLE = ProductCertificate.__tablename__


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """What stands on a certificate; `name` is what another kind is called."""

    kind: CertificateKind
    name: str
    number: str
    issuer: str
    valid_until: date


def add_certificate(
    product: Product,
    facts: CertificateFacts,
    *,
    photo: StoredFile | None,
    by: Actor,
    at: datetime,
) -> ProductCertificate:
    """Write a certificate down, with its photo where there is one."""
    refuse_if(why_not_valid_until(facts.valid_until, today=village_day(at)), field="valid_until")
    if facts.kind is CertificateKind.OTHER and not facts.name:
        raise Refused(_("请写这是什么证书"), field="name")
    refuse_if(why_not_say(facts.name), field="name")
    lock(product.id)
    kept = select(func.count()).where(
        ProductCertificate.product_id == product.id, ProductCertificate.removed_at.is_(None)
    )
    if (db.session.scalar(kept) or 0) >= MOST_CERTIFICATES:
        raise Refused(_("一样商品最多登记 %(most)s 张证书", most=MOST_CERTIFICATES))
    certificate = ProductCertificate(
        product_id=product.id,
        kind=facts.kind,
        name=facts.name if facts.kind is CertificateKind.OTHER else "",
        number=facts.number,
        issuer=facts.issuer,
        valid_until=facts.valid_until,
        file_id=photo.id if photo else None,
    )
    db.session.add(certificate)
    db.session.flush()
    became = f"{facts.kind} {facts.number}"
    record("add_certificate", TABLE, certificate.id, by=by, at=at, became=became)
    touch(product, at=at)  # a claim that the steward has not seen yet
    return certificate


def remove_certificate(certificate: ProductCertificate, *, by: Actor, at: datetime) -> None:
    """Take the certificate and its photo away."""
    there = update(ProductCertificate).where(
        ProductCertificate.id == certificate.id, ProductCertificate.removed_at.is_(None)
    )
    if changed(there.values(removed_at=at)):
        if certificate.file is not None:
            storage.drop(certificate.file, at=at)
        record("remove_certificate", TABLE, certificate.id, by=by, at=at, was=certificate.number)
        show_anew(certificate.product, at=at)
