"""Beginning a case, opening its safe, handing it on, ending and shredding it."""
