"""What a parcel costs to where, and where goods can be picked up."""
