"""Channels out of the program: group robots, SMS, e-mail."""
