"""Changes: what a side answers, and what it spends."""
