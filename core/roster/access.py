"""Who may bring a roster in."""

from core.access import Permission, holds
from core.branches.rules import LEADERS
from core.words import _l

IMPORT_ROSTER = Permission("core.roster.import", _l("导入花名册"), any_of=(holds(*LEADERS),))
