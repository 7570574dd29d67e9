"""Payments under an agreement: planned against invoiced and paid, and what its sides report of them."""
