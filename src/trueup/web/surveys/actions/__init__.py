"""What the party that asks does: invite, remind, close, take back, forget."""
