"""Reads of the bank of items, of what somebody can sit, and of attempts."""
