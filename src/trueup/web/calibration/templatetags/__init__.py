"""Words of calibration for templates."""
