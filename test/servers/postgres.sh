#!/usr/bin/env bash
# A real PostgreSQL on loopback, for tests, in a folder that is removed afterwards. It touches nothing outside that folder; as root it runs as
# "nobody", since PostgreSQL refuses root. Ready in 1 to 3 s.
#
#   bash test/servers/postgres.sh --install     Debian's package; as root, about 30 s and 60 MB
#   bash test/servers/postgres.sh COMMAND...    starts it, runs COMMAND with POSTGRES_URL, stops it
#   bash test/servers/postgres.sh               starts it, prints its address in one line, and stops when standard input ends
set -euo pipefail

if [[ ${1:-} == --install ]]; then
  exec apt-get install -y --no-install-recommends postgresql
fi

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
dir=$(mktemp -d)
server=
stop() {
  if [[ -n $server ]]; then
    # SIGINT: connections are cut, everything is written.
    kill -INT "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 143' TERM INT

as=()
if [[ $(id -u) == 0 ]]; then
  chown nobody "$dir"
  as=(setpriv --reuid nobody --regid nogroup --clear-groups)
fi
cd "$dir"
printf secret >"$dir/password"
chmod 644 "$dir/password"
"${as[@]}" "$bin/initdb" -D "$dir/data" -U placard --pwfile="$dir/password" -A scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 || {
  cat "$dir/initdb.log" >&2
  exit 1
}
# Below those that Linux hands out by itself, one of which another program could have before the server does.
port=$(/usr/bin/perl -MIO::Socket::INET -e '
  do { $port = 24_000 + int rand 8_000 } until IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1", LocalPort => $port);
  print $port')
# A certificate that nobody vouches for, where there is openssl to make one.
tls=()
if command -v openssl >/dev/null; then
  "${as[@]}" openssl req -new -x509 -days 2 -nodes -newkey rsa:2048 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$dir/data/server.key" -out "$dir/data/server.crt" 2>"$dir/openssl.log" && chmod 600 "$dir/data/server.key"
  tls=(-c ssl=on)
fi
# Nobody needs its data once it has ended, so it waits for no disk.
"${as[@]}" "$bin/postgres" -D "$dir/data" -p "$port" -k "$dir" -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off \
  -c max_connections=200 "${tls[@]}" >"$dir/postgres.log" 2>&1 </dev/null &
server=$!
ready() { "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; }
for _ in $(seq 480); do
  if ready; then break; fi
  sleep 0.1
done
ready || {
  cat "$dir/postgres.log" >&2
  exit 1
}
cd "$OLDPWD"

export POSTGRES_URL=postgres://placard:secret@127.0.0.1:$port/postgres
if [[ $# -gt 0 ]]; then
  "$@"
else
  echo "$POSTGRES_URL"
  cat >/dev/null
fi
