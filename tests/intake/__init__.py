"""How somebody comes into the net."""
