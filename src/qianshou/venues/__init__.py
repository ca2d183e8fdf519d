"""The places that the street runs: activity rooms, their hours, bookings and classes."""
