"""Cases: an envelope that says nothing, and a safe that the client and one professional open."""
