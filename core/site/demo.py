"""The operator of the demo world: a cooperative that does not exist, with its rules."""

from datetime import datetime, timedelta

from core.access import SYSTEM
from core.site import operations, queries
from core.site.models import SheetKind
from core.site.texts import first_text

# No district has the code 000000: this one belongs to nobody.
FACTS = {
    "site_name": "兴村",
    "county": "云溪县",
    "name": "云溪县兴村供销合作社（演示）",
    "credit_code": "93000000DEM0000000",
    "address": "云溪县桃源镇兴村路 1 号（演示）",
    "phone": "0570-000 0000",
    "email": "hello@xingcun.invalid",
    "filing": "演示备案号",
}
SINCE = timedelta(days=60)


def fill(at: datetime) -> None:
    """Say who the operator is and publish the first versions, inside the open `writing()`."""
    operations.set_facts(FACTS, by=SYSTEM, at=at)
    for kind in SheetKind:
        if queries.newest_sheet(kind) is None:
            began = at - SINCE
            operations.publish(
                kind,
                text=first_text(kind),
                summary="第一版（演示）",
                effective=began,
                based_on=0,
                by=SYSTEM,
                at=began,
            )
