"""What core itself gives to the house."""

from core.house import Area

CORE = Area(name="core")
