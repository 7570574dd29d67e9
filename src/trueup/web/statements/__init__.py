"""Statements: what each period of an agreement earned, what is owed for it, signed by both sides."""
