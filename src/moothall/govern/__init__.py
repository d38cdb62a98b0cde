"""Govern: boards, seats, terms of reference, meetings, minutes and decisions."""
