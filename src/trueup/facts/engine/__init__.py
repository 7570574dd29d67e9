"""The engines that run Narwhals expressions over the facts: DuckDB in the process, Spark Connect elsewhere."""
