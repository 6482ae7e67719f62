"""A product at the desk: what a steward looks at before putting it under the verification."""

from dataclasses import dataclass

from flask import Blueprint
from flask.typing import ResponseReturnValue

from core.accounts.regions import title_of
from core.clock import now
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.web.prose import prose
from shop.access import READ_AT_DESK
from shop.catalog import queries
from shop.catalog.models import Product
from shop.catalog.rules.listing import RETURNS, STORAGES
from shop.producers.queries import desk
from shop.producers.rules import CLASSES

bp = Blueprint(
    "goods_desk", __name__, url_prefix="/desk/<int:branch_id>/producers/<int:producer_id>/products"
)


@dataclass(frozen=True)
class Good:
    """A product that is switched on, for whoever may look at its producer."""

    at_desk: desk.AtDesk
    product: Product

    @property
    def branch_id(self) -> int:
        return self.at_desk.branch_id

    @property
    def steward_id(self) -> int | None:
        return self.at_desk.steward_id

    @property
    def sponsorship(self) -> Sponsorship:
        return self.at_desk.sponsorship

    @property
    def waits(self) -> bool:
        """Tell whether the steward has not put it there, or not since it was changed."""
        it = self.product
        new = it.sponsorship_id != self.sponsorship.id or it.put_under_at is None
        return new or (it.put_under_at is not None and it.changed_at > it.put_under_at)


def find_good(branch_id: int, producer_id: int, product_id: int) -> Good | None:
    """Return what this producer has switched on if this branch verifies it, else None."""
    at_desk, product = desk.find_at_desk(branch_id, producer_id), queries.find_product(product_id)
    if at_desk is None or product is None or product.producer_id != producer_id:
        return None
    return Good(at_desk, product) if product.is_on and not product.blocked_at else None


@bp.get("/<int:product_id>")
@needs(READ_AT_DESK, of=find_good)
def show(good: Good) -> ResponseReturnValue:
    its, sponsorship = good.product, good.sponsorship
    mine = sponsorship.serving_id == current_actor().person
    return page(
        "shop/catalog/desk_show.html",
        good=good,
        product=its,
        producer=good.at_desk.producer,
        here={"branch_id": good.branch_id, "sponsorship_id": sponsorship.id},
        may_put=mine and good.waits and sponsorship.status is SponsorshipStatus.ACTIVE,
        pictures=queries.list_pictures(its.id),
        packs=queries.list_packs(its.id, only_on=True),
        text=prose(its.text, breaks=True),
        product_class=CLASSES[its.product_class],
        origin=title_of(its.origin),
        storage=STORAGES[its.storage],
        returns=RETURNS[its.return_policy],
        shown_at=now().isoformat(),
    )
