"""A complaint that may climb to the operator."""

from tests.core.complaints.conftest import areas, court, farms, land

__all__ = ["areas", "court", "farms", "land"]
