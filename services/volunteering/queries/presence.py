"""Who is at a shift now, as those know who keep the hours."""

from collections.abc import Iterable

from core.house import HOUSE


def list_present(shift_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Return (shift, person) of who has checked in at these shifts and not out."""
    looked_at = list(shift_ids)
    if not looked_at:
        return set()
    return {each for present in HOUSE.present for each in present(looked_at)}


def is_present(shift_id: int, person_id: int) -> bool:
    """Tell whether this person is at the shift now."""
    return (shift_id, person_id) in list_present([shift_id])
