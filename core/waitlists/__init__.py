"""Waiting lists: whoever waited longest is offered a freed place, for a while."""
