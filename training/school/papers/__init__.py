"""What the school prints."""

from training.school.papers.booklet import Booklet, Part, write_booklet

__all__ = ["Booklet", "Part", "write_booklet"]
