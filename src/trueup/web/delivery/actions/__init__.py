"""What people do about plans: report progress, take a step of a containment, ask for a frontier, bring a plan in."""
