"""Jobs: what customers try to get done, how they are doing by their own measures, and what they still need."""
