"""What training gives to the house."""

from core.house import Area
from training.exams import models  # noqa: F401

AREA = Area(name="training")
