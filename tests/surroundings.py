"""Gives the tests surroundings of their own before Django reads its settings.

Loaded by ``-p`` in pyproject.toml, since settings are read before any conftest. What a developer's shell says to
Moothall does not reach the tests, and the tests do not reach the developer's own database, pages or uploads.
"""

import atexit
import os
import shutil
import tempfile

KEPT = {"MOOTHALL_CASES", "MOOTHALL_CHROMIUM", "MOOTHALL_FRAMES"}

for name in [name for name in os.environ if name.startswith("MOOTHALL_") and name not in KEPT]:
    del os.environ[name]

VAR = tempfile.mkdtemp(prefix="moothall-tests-")
atexit.register(shutil.rmtree, VAR, ignore_errors=True)
os.environ["MOOTHALL_VAR"] = VAR
