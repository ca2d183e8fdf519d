"""The kitchen: the count, the labels, the tablet."""
