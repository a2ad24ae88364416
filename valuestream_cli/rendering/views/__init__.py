"""Views: each makes a drawing of a stream."""
