"""Looking changes nothing: a crawl of every page as every role leaves each table as it was."""
