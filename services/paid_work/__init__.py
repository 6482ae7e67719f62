"""Paid short work: what a seller needs done and pays for, agreed by both sides."""
