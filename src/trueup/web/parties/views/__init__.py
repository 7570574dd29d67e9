"""Pages: coming in by a link, and settings."""
