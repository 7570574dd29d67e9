"""From rows as a publisher has them to rows of fact tables and documents, in SQL over Arrow."""
