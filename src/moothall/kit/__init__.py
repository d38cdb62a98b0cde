"""Web parts with no board word in them, shared by every stage."""
