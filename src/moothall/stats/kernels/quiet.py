"""What NumPy says aloud about numbers that are not finite, kept to the statuses."""

from __future__ import annotations

import numpy as np


def without_warnings() -> np.errstate:
    """Return a context in which sums may pass every limit, or meet infinities of both signs, without a warning."""
    return np.errstate(invalid="ignore", over="ignore")
