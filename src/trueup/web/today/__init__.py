"""What changed, what is due and what needs a seat, each one click away."""
