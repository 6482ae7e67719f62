"""What producers do with their products, and what stewards and clerks decide about them."""

from shop.catalog.operations.certificates import (
    CertificateFacts,
    add_certificate,
    remove_certificate,
)
from shop.catalog.operations.listing import (
    How,
    What,
    describe,
    remove,
    start,
    switch_off,
    switch_on,
    tell_how,
)
from shop.catalog.operations.packs import (
    PackFacts,
    add_pack,
    change_pack,
    end_ahead,
    remove_pack,
    switch_pack,
)
from shop.catalog.operations.pictures import (
    add_picture,
    describe_picture,
    move_earlier,
    remove_picture,
)
from shop.catalog.operations.seasons import sell_again
from shop.catalog.operations.stock import count_stock, follow, move_stock
from shop.catalog.operations.verifying import (
    block,
    carry_over,
    put_under,
    renamed,
    take_out,
    unblock,
    verification_changed,
)

__all__ = [
    "CertificateFacts",
    "How",
    "PackFacts",
    "What",
    "add_certificate",
    "add_pack",
    "add_picture",
    "block",
    "carry_over",
    "change_pack",
    "count_stock",
    "describe",
    "describe_picture",
    "end_ahead",
    "follow",
    "move_earlier",
    "move_stock",
    "put_under",
    "remove",
    "remove_certificate",
    "remove_pack",
    "remove_picture",
    "renamed",
    "sell_again",
    "start",
    "switch_off",
    "switch_on",
    "switch_pack",
    "take_out",
    "tell_how",
    "unblock",
    "verification_changed",
]
