"""Who acts for somebody and for whom they act, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import joinedload

from core.db import db
from core.proxy.models import Act, Proxy
from core.proxy.operations import stop_all_of
from core.words import _, speaking


class OwnProxies:
    """What somebody lets others do and does for others, with every act (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = or_(Proxy.person_id == person_id, Proxy.proxy_id == person_id)
        acts = select(Act).join(Act.proxy).where(mine).options(joinedload(Act.proxy))
        return {
            "proxies": [
                {
                    "number": each.id,
                    "for_me": each.person_id == person_id,
                    "scopes": each.scopes,
                    "how": each.how.value,
                    "until": each.until,
                    "consented_at": each.consented_at,
                    "stopped_at": each.stopped_at,
                    "stop_why": each.stop_why,
                }
                for each in db.session.scalars(select(Proxy).where(mine).order_by(Proxy.id))
            ],
            "acts_by_proxy": [
                {
                    "proxy": each.proxy_id,
                    "for_me": each.proxy.person_id == person_id,
                    "what": each.what,
                    "fact": each.fact,
                    "at": each.at,
                    "told_at": each.told_at,
                    "told_how": each.told_how,
                    "disputed_at": each.disputed_at,
                    "dispute": each.dispute,
                    "answer": each.answer,
                }
                for each in db.session.scalars(acts.order_by(Act.id))
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Stop all of it and blank what the person wrote; that it was done stays on record."""
        stop_all_of(person_id, at=at)
        mine = select(Proxy.id).where(Proxy.person_id == person_id)
        theirs = update(Act).where(Act.proxy_id.in_(mine))
        db.session.execute(theirs.values(fact="", notice_id=None))
        wrote = theirs.where(Act.disputed_at.is_not(None))
        with speaking("zh"):
            gone = _("本人注销了账号")
        db.session.execute(wrote.values(dispute=gone))
