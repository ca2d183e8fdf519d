"""The month's menu on a page."""
