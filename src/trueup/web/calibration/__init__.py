"""The Calibration page: every forecast and promise of a book against what came."""
