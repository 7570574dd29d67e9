"""Words of statements for templates."""
