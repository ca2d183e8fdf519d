"""Acts on the places that the street runs."""
