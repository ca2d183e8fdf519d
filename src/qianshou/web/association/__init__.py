"""The association: members, groups, offices, the monthly meeting with its minutes, its own money."""
