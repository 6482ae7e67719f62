"""A township with a village below it for every test here."""

from tests.core.branches.world import village

__all__ = ["village"]
