"""Jira through its CSV export (all fields): issues as activities, parents and epics as groups, estimates, links."""
