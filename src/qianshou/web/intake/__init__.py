"""How somebody comes into the net, step by step."""
