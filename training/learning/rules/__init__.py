"""Why not, and how an enrolment goes on."""
