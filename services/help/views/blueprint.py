"""The address of help, and its entries in the menus."""

from flask import Blueprint

from core.house import MenuEntry
from core.words import _l

bp = Blueprint("help", __name__, url_prefix="/help")

# The other ways of helping one another.
ALSO = ("volunteering", "hours", "paid_work", "clinics", "appointments", "cases")
MENU = (
    MenuEntry(place="main", title=_l("帮办"), endpoint="help.home", order=30, also=ALSO),
    MenuEntry(
        place="bar", title=_l("帮办"), endpoint="help.home", order=30, icon="people", also=ALSO
    ),
    MenuEntry(
        place="door",
        title=_l("求助"),
        endpoint="help.home",
        order=35,
        icon="help",
        note=_l("点两下就行，不收钱"),
    ),
)
