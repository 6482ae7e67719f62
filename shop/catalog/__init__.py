"""Products, their packs and stock, and which of them are on sale."""
