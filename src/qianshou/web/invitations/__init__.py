"""Invitations: whom to ask, the calls, the letters, who has a place, who came."""
