"""The text of a lesson as it is read, for whoever looks for it among the views."""

from training.courses.papers import Block, Picture, Prose, blocks, paper_of

__all__ = ["Block", "Picture", "Prose", "blocks", "paper_of"]
