"""My own pages: who I am here, how I sign in, where my parcels go, what I am told."""
