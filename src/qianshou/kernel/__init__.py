"""Pure values that every room may use: clock, period, place, names, ID numbers, sealing. Imports nothing of the house."""
