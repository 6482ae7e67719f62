"""The tree of branches: what each covers, who holds which office, who lives and belongs where."""
