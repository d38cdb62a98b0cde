"""Errors of the statistics: each message carries the numbers and what to do."""


class ArgumentError(ValueError):
    """A call was wrong: an unknown method, a level outside its range."""


class CountError(ValueError):
    """Counts that cannot be: negative, not a number, or above their denominator."""
