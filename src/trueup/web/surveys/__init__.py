"""Asking customers: who is invited, what each answers by a link of their own, and how many do."""
