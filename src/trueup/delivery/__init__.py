"""Delivery: whose portion, what verdict, and what would contain it (docs/explanation/methods/delivery-verdict.md)."""
