"""Who teaches, and what: courses with their versions, chapters and lessons."""
