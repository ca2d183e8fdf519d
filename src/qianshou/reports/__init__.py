"""Board: reads only."""
