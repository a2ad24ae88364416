"""What can be computed from a value stream alone: its flow, and later its numbers."""
