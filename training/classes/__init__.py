"""Classes: planned for a cohort, kept by a roll that counts, and what being there completes."""
