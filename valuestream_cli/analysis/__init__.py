"""What can be computed from a value stream alone: its flow, and what its durations mean."""
