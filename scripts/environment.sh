#!/bin/sh
# Brings .venv up to date: "runtime" to run Moothall, "dev" for its tests and checks. A second run does nothing.
# TOOL=uv takes the fast path; PYTHON=... names the Python to build with.
set -eu
here=$(dirname "$0")
python=$(sh "$here/find_python.sh")
exec "$python" "$here/environment.py" "$1" --tool "${TOOL:-pip}"
