"""The branch's desk: what waits, members, people, offices, units, and what the level above sees."""
