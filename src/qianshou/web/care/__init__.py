"""Care plans, visits and the catalogue of services."""
