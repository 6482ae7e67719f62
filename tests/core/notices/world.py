"""Events that only these tests know, and a worker of its own process that knows them too."""

import os

from core.app import create_app
from core.house import Area, Event
from core.jobs.worker import serve
from core.settings import Settings
from wsgi import AREAS

PLAIN, URGENT, MUST = "test.plain", "test.urgent", "test.must"
WORDS = {"title": "%(village)s有事", "text": "请来看看%(what)s"}
EVENTS = (
    Event(name=PLAIN, kind="平常的事", **WORDS),
    Event(name=URGENT, kind="要紧的事", urgent=True, **WORDS),
    Event(name=MUST, kind="非说不可", must=True, **WORDS),
)
AREA = Area(name="test", events=EVENTS)
FACTS = {"village": "桃源村", "what": "公告栏"}

if __name__ == "__main__":
    serve(create_app((*AREAS, AREA), Settings.read(os.environ)))
