"""Calibration: every forecast against what came."""
