"""The address of clinics, and its entry on the home page."""

from flask import Blueprint

from core.house import MenuEntry
from core.words import _l

bp = Blueprint("clinics", __name__, url_prefix="/services")

MENU = (
    MenuEntry(
        place="door",
        title=_l("法律和心里的事"),
        endpoint="clinics.home",
        order=38,
        icon="chat-heart",
        note=_l("约个时间，只有您和他知道"),
    ),
)
