#!/bin/sh
# Prints the path of a Python that can build Moothall's environment, or says in plain words what is missing.
# PYTHON=... in the environment names one to use instead of looking.
set -eu

probe='import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)'
old=""
without_venv=""

for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python python3.14}; do
    command -v "$name" >/dev/null 2>&1 || continue
    # A name can be there and yet not run (a version manager's stand-in), so each is tried.
    version=$("$name" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue
    if ! "$name" -c "$probe" 2>/dev/null; then
        old="$old $version"
        continue
    fi
    if ! "$name" -c 'import venv, ensurepip' 2>/dev/null; then
        without_venv="$version"
        continue
    fi
    "$name" -c 'import sys; print(sys.executable)'
    exit 0
done

{
    if [ -n "$without_venv" ]; then
        short=${without_venv%.*}
        echo "Moothall found Python $without_venv, but it cannot make environments (its parts venv and ensurepip are missing)."
        echo "On Debian and Ubuntu install them with:  sudo apt-get install python$short-venv"
    elif [ -n "$old" ]; then
        echo "Moothall needs Python 3.11 or newer. Found only:$old."
        echo "Install a newer Python beside the old one (nothing has to be removed) and run the same command again,"
        echo "or name it yourself:  make demo PYTHON=/path/to/python3.11"
    elif [ -n "${PYTHON:-}" ]; then
        echo "PYTHON=$PYTHON does not run. Name a Python of version 3.11 or newer, or leave PYTHON out."
    else
        echo "Moothall needs Python 3.11 or newer, and no Python was found."
        echo "Install it from your system's packages (on Debian and Ubuntu: sudo apt-get install python3 python3-venv)."
    fi
} >&2
exit 1
