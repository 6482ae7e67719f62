"""Pictures, papers and spreadsheets: what is taken in, kept, shown and handed out."""
