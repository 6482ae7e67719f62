"""The blueprint that the pages of site administration share, and their menu."""

from flask import Blueprint

from core.admin.access import is_admin
from core.house import MenuEntry
from core.words import _l

bp = Blueprint("admin", __name__, url_prefix="/admin")

ENTRIES = (
    ("admin.home", _l("概况"), "house"),
    ("admin.people", _l("账号"), "person"),
    ("admin.clerks", _l("运营人员"), "people"),
    ("admin.branches", _l("支部"), "diagram-3"),
    ("admin.facts", _l("运营方资料"), "shop"),
    ("admin.sheets", _l("规则与隐私"), "file-text"),
    ("admin.workers", _l("后台任务"), "gear"),
    ("admin.history", _l("操作记录"), "clock-history"),
)
MENU = (
    *(
        MenuEntry(
            place="admin", title=title, endpoint=endpoint, order=order, icon=icon, when=is_admin
        )
        for order, (endpoint, title, icon) in enumerate(ENTRIES)
    ),
    MenuEntry(
        place="me",
        title=_l("网站管理"),
        endpoint="admin.home",
        order=90,
        icon="shield-check",
        when=is_admin,
    ),
)
