"""Wins on the server: sealed to the party that wrote them, read by who is named, each look written down."""
