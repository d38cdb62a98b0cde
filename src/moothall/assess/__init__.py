"""Assess: indicators and their values, each with its interval, period, area and source."""
