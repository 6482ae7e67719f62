"""Complaints about something verified, with a clock at each step."""
