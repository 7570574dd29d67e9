"""Containment: the cheapest sets of moves that bring a plan back inside its commitments, and what became of them."""
