"""What is done with hours: checked in and out, confirmed, objected to, taken back, certified."""
