"""The page for the family far away, and what the desk does for it: links, who looked in, messages and their answers."""
