"""The operating model behind the jobs: interactions, decisions, components, capabilities and cash, and the trace."""
