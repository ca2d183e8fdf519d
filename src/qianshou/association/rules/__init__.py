"""What decides here, pure."""
