"""Users, roles, street scope, capabilities, devices, audit."""
