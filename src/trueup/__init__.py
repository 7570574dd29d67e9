"""Trueup: promise against proof."""
