"""Words of delivery for templates."""
