#!/bin/sh
# Writes both locks anew from the extras of pyproject.toml. They carry hashes and no address, and pip and uv both check them.
# What is locked stays as it is; UPGRADE=1 takes the newest versions that pyproject.toml allows.
set -eu
cd "$(dirname "$0")/.."

folder=""
if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    echo "uv is not there: fetching it into a temporary folder"
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT INT TERM
    python=$(sh scripts/find_python.sh)
    "$python" -m venv "$folder/uv"
    "$folder/uv/bin/pip" install -q --disable-pip-version-check uv
    uv="$folder/uv/bin/uv"
fi

compile() {
    "$uv" pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet ${UPGRADE:+--upgrade} "$@"
}

compile --extra site --extra checkout --extra dev -o requirements/dev.lock
compile --extra site --extra checkout -c requirements/dev.lock -o requirements/runtime.lock

if grep -n '://' requirements/*.lock; then
    echo "A lock carries an address; it may not be committed." >&2
    exit 1
fi
echo "Written: requirements/dev.lock, requirements/runtime.lock. Run make env to install them."
