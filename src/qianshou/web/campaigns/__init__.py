"""Campaigns: everyone who matches, by tonight."""
