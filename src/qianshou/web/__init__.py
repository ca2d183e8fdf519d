"""Pages for desks."""
