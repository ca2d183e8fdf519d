"""The association: members and groups, meetings, ideas and activities, the time bank."""
