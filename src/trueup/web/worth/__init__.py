"""Worth: whether improvements are worth the effort, for the party whose they are and for nobody else."""
