"""Qianshou (牵手): nobody falls through the net."""

__version__ = "0.1.0"
