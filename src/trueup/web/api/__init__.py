"""The REST API: everything a person can do, for programs."""
