"""What may be done with a request for help, how far it is, and how it is called."""
