"""Company for the heart: who waits, who offers, who would suit whom and why, what the two do, and how loneliness moves."""
