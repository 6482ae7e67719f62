"""Bringing a village's roster in from a spreadsheet."""
