"""What training gives to the house."""

from core.house import Area
from training.exams import models  # noqa: F401
from training.school import views as school

AREA = Area(
    name="training",
    blueprints=(school.bp,),
    menu=(*school.MENU,),
    showcase=(*school.SHOWCASE,),
    searchable=(*school.SEARCHABLE,),
    feed=(*school.FEED,),
    renamed=(school.renamed,),
)
