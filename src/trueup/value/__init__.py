"""Value that stands up: what was caused, what is worth improving, what is therefore owed, and what was promised."""
