"""What people do about jobs: make a survey of a job map, report what a panel says."""
