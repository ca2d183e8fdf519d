"""Monthly forms and bound volumes as PDF."""
