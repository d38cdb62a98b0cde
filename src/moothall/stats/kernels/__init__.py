"""What no expression of a frame library can say: quantile functions, life tables, slopes, ranks.

NumPy and SciPy live here and nowhere else. Each module is imported inside the functions that need it, so that
``import moothall.stats`` loads neither.
"""
