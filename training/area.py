"""What training gives to the house."""

from core.house import Area
from training.acts import ACTS
from training.exams import models  # noqa: F401
from training.learning import desk_views as cohorts
from training.learning import jobs as learning_jobs
from training.learning import views as enrolments
from training.learning.operations.personal import OwnLearning
from training.learning.operations.telling import EVENTS as ENROLMENT_EVENTS
from training.learning.papers import list_entries
from training.learning.queries.invariants import INVARIANTS as LEARNING_INVARIANTS
from training.learning.queries.mine import count_open_work

AREA = Area(
    name="training",
    blueprints=(*enrolments.BLUEPRINTS, *cohorts.BLUEPRINTS),
    menu=(*enrolments.MENU,),
    events=(*ENROLMENT_EVENTS,),
    acts=ACTS,
    figures=(*cohorts.FIGURES,),
    calendar=(list_entries,),
    open_work=(count_open_work,),
    personal=(OwnLearning(),),
    invariants={**LEARNING_INVARIANTS},
    sweeps={**learning_jobs.SWEEPS},
)
