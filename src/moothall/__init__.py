"""Moothall: the year of a place's partnership boards, governed in public."""

__version__ = "0.1.0"
