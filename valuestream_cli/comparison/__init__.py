"""What changed between two streams, or between all streams of two folders: in steps, in flow and in numbers."""
