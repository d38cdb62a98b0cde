#!/bin/sh
# Makes sure that a system program which the tests drive is there: "browser" (Chromium), "postgres" (PostgreSQL) or "java".
# On Debian and Ubuntu, as root, a missing one is installed; elsewhere the words to type are printed and the answer is 1.
set -eu

find_browser() {
    for name in ${MOOTHALL_CHROMIUM:-} chromium chromium-browser google-chrome; do
        command -v "$name" && return 0
    done
    return 1
}

find_postgres() {
    for folder in /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null || true)"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            echo "$folder"
            return 0
        fi
    done
    return 1
}

find_java() {
    command -v java
}

install_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "Install $1 with your system's own package tool, then run the same command again." >&2
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        echo "Not there yet: $1. Install it with:  sudo apt-get install $2" >&2
        return 1
    fi
    echo "Installing $1: $2"
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of package names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $2 >/dev/null
}

case "${1:-}" in
    browser)
        find_browser >/dev/null || install_packages "the Chromium browser" "chromium fonts-liberation"
        find_browser
        ;;
    postgres)
        find_postgres >/dev/null || install_packages "PostgreSQL" "postgresql"
        find_postgres
        ;;
    java)
        find_java >/dev/null || install_packages "Java" "default-jre-headless"
        find_java
        ;;
    *)
        echo "Use: system.sh browser | postgres | java" >&2
        exit 2
        ;;
esac
