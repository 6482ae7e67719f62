"""A branch visits a place, and the record of the visit stands behind what is offered there."""
