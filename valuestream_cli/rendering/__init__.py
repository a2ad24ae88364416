"""Pictures: a view turns a stream into a neutral drawing, a format writes the drawing. M + N, not M x N."""
