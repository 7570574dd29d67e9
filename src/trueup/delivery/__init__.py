"""Delivery: whose portion, what verdict, and what would contain it (docs/explanation/methods/delivery.md)."""
