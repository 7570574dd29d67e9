"""Organisations, their members, their keys and tokens; who acts."""
