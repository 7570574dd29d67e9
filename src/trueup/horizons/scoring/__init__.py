"""What each kind of criterion says on a day: one file a kind, each gives a timeline of figures."""
