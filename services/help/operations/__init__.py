"""Asking for help, arranging it, and what comes after."""
