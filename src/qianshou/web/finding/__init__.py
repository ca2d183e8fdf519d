"""Find people: ask in words, see how it was understood, take the list away, keep the question."""
