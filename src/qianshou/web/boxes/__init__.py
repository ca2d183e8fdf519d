"""The boxes: where they are, the washing, what is still out, one person's account."""
