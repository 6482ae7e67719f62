"""Volunteering: tasks, shifts, who comes, and offers that go in turn."""
