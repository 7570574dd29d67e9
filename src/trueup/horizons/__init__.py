"""The five levels at which a relationship holds, in their natural order, and what people hope to win."""
