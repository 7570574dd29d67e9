"""Words of the operating model for templates."""
