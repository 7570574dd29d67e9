"""Horizons: the five levels of a relationship, the gate between them, and what each side answers about them."""
