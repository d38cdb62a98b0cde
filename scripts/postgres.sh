#!/bin/sh
# A throw-away PostgreSQL for tests, on loopback, in a temporary folder, gone afterwards.
#
#   postgres.sh with COMMAND...   runs COMMAND with DATABASE_URL set, stops the server whatever happens
#   postgres.sh start             prints DATABASE_URL=... and FOLDER=...
#   postgres.sh stop FOLDER       stops that server and removes its folder
set -eu
scripts=$(cd "$(dirname "$0")" && pwd)

# PostgreSQL refuses to run as root: Debian's package makes the user postgres, who then owns the folder.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

free_port() {
    "$(sh "$scripts/find_python.sh")" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() {
    binaries=$(sh "$scripts/system.sh" postgres)
    folder=$(mktemp -d "${TMPDIR:-/tmp}/moothall-postgres.XXXXXX")
    [ "$(id -u)" -ne 0 ] || chown postgres "$folder"
    echo "$binaries" >"$folder.binaries"
    as_owner "$binaries/initdb" -A trust -U postgres -E UTF8 --locale=C.UTF-8 -D "$folder/data" >"$folder.log" 2>&1 ||
        { cat "$folder.log" >&2; stop "$folder"; return 1; }
    port=$(free_port)
    # Tests never survive a power cut, so nothing is flushed to disk: half the time.
    options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c full_page_writes=off"
    as_owner "$binaries/pg_ctl" -w -t 60 -D "$folder/data" -l "$folder/server.log" -o "$options" start >>"$folder.log" 2>&1 ||
        { cat "$folder.log" "$folder/server.log" >&2; stop "$folder"; return 1; }
    as_owner "$binaries/createdb" -h 127.0.0.1 -p "$port" -U postgres moothall
    url="postgres://postgres@127.0.0.1:$port/moothall"
}

stop() {
    binaries=$(cat "$1.binaries")
    if [ -f "$1/data/postmaster.pid" ]; then
        as_owner "$binaries/pg_ctl" -w -m immediate -D "$1/data" stop >/dev/null 2>&1 || true
    fi
    rm -rf "$1" "$1.binaries" "$1.log"
}

case "${1:-}" in
    with)
        shift
        folder=""
        trap '[ -z "$folder" ] || stop "$folder"' EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM HUP
        start
        echo "PostgreSQL runs on 127.0.0.1:$port"
        answer=0
        DATABASE_URL="$url" "$@" || answer=$?
        exit "$answer"
        ;;
    start)
        start
        echo "DATABASE_URL=$url"
        echo "FOLDER=$folder"
        ;;
    stop)
        [ -f "${2:-}.binaries" ] || { echo "No server of ours in: ${2:-}" >&2; exit 2; }
        stop "$2"
        ;;
    *)
        sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
