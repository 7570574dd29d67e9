"""Connections to systems of record, their schedules and load reports."""
