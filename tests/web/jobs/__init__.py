"""Pages and API of jobs."""
