"""Asking for help: what a villager needs done, and what came of it."""
