"""The time bank on pages: who waits and who could go, hours and their confirmation, a person's statement, the pot, other streets."""
