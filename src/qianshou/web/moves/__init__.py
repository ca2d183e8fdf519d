"""Files that go to another street, and those that come from one."""
