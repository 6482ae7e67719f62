"""How a paper is drawn, read and marked, who may sit an exam, and what an item must be."""
