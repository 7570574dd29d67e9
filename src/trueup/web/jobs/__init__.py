"""Jobs on the server: job maps, what customers say of them, and what to work on first."""
