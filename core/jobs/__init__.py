"""Work that nobody waits for: nudged after a commit, and swept up whatever happens."""
