"""Pages and API of calibration."""
