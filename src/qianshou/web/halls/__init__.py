"""Activity rooms: who has them when, what is on, who came, what they learn there."""
