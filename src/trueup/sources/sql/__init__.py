"""Databases, through SQLAlchemy: read only, streamed, and from where the last load ended."""
