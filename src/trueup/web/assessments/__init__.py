"""Scorecards kept, so that pages read them instead of computing them."""
