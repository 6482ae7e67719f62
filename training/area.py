"""What training gives to the house."""

from core.house import Area

AREA = Area(name="training")
