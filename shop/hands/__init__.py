"""Hands a farm needs, and the hardship of a household as an officer recorded it."""
