"""A process that applies one import, to be killed; `careless` is one that must double people."""

import os
import sys
import time

from sqlalchemy import update

from core.access import Actor
from core.app import create_app
from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from core.roster import batches
from core.roster.models import RosterImport, RosterRow
from core.roster.queries import list_undone
from core.roster.rules import Verdict
from core.settings import Settings
from wsgi import AREAS

SMALL = 20  # people in a batch, so that there are many moments to die in


def careless(import_id):
    """Enter people without looking whether they are there, and mark their lines afterwards."""
    officer = Actor(id=1, person=1, name="")
    while True:
        with writing():
            roster = db.session.get(RosterImport, import_id)
            rows = list_undone(roster, limit=SMALL)
            new = [batches.Arrival(row.id, batches.line_of(row), Verdict(row.kind)) for row in rows]
            ids = batches.enter(new, roster, officer, at=now())
        if not ids:
            return
        time.sleep(0.03)
        with writing():
            marks = [{"id": row, "person_id": person} for row, person in ids.items()]
            db.session.execute(update(RosterRow), marks)
            db.session.get(RosterImport, import_id).rows_done += len(ids)


if __name__ == "__main__":
    which, number = sys.argv[1:]
    app = create_app(AREAS, Settings.read(os.environ))
    batches.BATCH = SMALL
    with app.app_context():
        (careless if which == "careless" else HOUSE.jobs["roster.apply"])(int(number))
