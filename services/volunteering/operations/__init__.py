"""What officers and volunteers do with tasks, shifts, licences and profiles."""
