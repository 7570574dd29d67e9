"""Delivery: whose portion, what verdict, and what would contain a slip."""
