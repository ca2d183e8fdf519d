"""Diets on pages: what is to be settled, one person's, and the week ahead against the menu."""
