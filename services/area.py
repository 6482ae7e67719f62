"""What services gives to the house."""

from core.house import Area

AREA = Area(name="services")
