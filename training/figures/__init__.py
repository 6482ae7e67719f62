"""How courses go: for those who teach them, and in numbers for the branch."""
