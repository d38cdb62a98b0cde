"""Plan: strategies, priorities, objectives and targets."""
