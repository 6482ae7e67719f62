"""What training gives to the house."""

from core.house import Area
from training.exams import models  # noqa: F401
from training.learning import desk_views as learning_desk
from training.learning import jobs as learning_jobs
from training.learning import views as learning
from training.learning.operations.own_learning import OwnLearning
from training.learning.operations.reporting import EVENTS as REPORT_EVENTS
from training.learning.queries.progress_invariants import INVARIANTS as PROGRESS_INVARIANTS
from training.school import views as school

AREA = Area(
    name="training",
    blueprints=(school.bp, *learning.BLUEPRINTS, *learning_desk.BLUEPRINTS),
    menu=(*school.MENU,),
    showcase=(*school.SHOWCASE,),
    searchable=(*school.SEARCHABLE,),
    feed=(*school.FEED,),
    events=(*REPORT_EVENTS,),
    personal=(OwnLearning(),),
    invariants={**PROGRESS_INVARIANTS},
    sweeps={**learning_jobs.SWEEPS},
    renamed=(school.renamed,),
)
