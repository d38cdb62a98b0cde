"""The tests of Moothall: run them with ``make test``, or a part of them with ``python -m pytest tests/govern``."""
