"""Writes of the demo street that no office makes: weeks of the past at once."""
