"""How fast our pages are beside a bare Flask page on the same machine."""
