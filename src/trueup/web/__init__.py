"""The web application: the shell around the engine for many people at once. A folder a noun."""
