"""Reads of clinics and appointments."""
