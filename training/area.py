"""What training gives to the house."""

from core.house import Area
from training.courses.queries.recording_invariants import INVARIANTS as RECORDING_INVARIANTS
from training.courses.views import recording as teach_recording
from training.courses.views import recordings
from training.exams import models  # noqa: F401
from training.school import views as school

AREA = Area(
    name="training",
    blueprints=(school.bp, recordings.bp, teach_recording.bp),
    menu=(*school.MENU,),
    showcase=(*school.SHOWCASE,),
    searchable=(*school.SEARCHABLE,),
    feed=(*school.FEED,),
    renamed=(school.renamed,),
    invariants={**RECORDING_INVARIANTS},
)
