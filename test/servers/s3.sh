#!/usr/bin/env bash
# A real server with S3's interface on loopback, for tests: OpenStack Swift, in a folder that is removed afterwards. It touches nothing
# outside that folder, needs no root, and is ready in 3 to 7 s.
#
#   bash test/servers/s3.sh --install     Debian's packages; as root, about 40 s and 48 MB
#   bash test/servers/s3.sh COMMAND...    starts it, runs COMMAND with S3_ENDPOINT, S3_REGION, S3_KEY and S3_SECRET, stops it
#   bash test/servers/s3.sh               starts it, prints its address in one line, and stops when standard input ends
set -euo pipefail

if [[ ${1:-} == --install ]]; then
  exec apt-get install -y --no-install-recommends swift-proxy swift-account swift-container swift-object memcached
fi

python=/usr/bin/python3
dir=$(mktemp -d)
pids=()
stop() {
  kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 143' TERM INT

read -r port account_port container_port object_port memcached_port < <($python - <<'END'
import random, socket
# Below those that Linux hands out by itself, one of which another program could have before the server does.
sockets = []
for port in random.sample(range(24_000, 32_000), 8_000):
    try:
        sockets.append(socket.create_server(('127.0.0.1', port)))
    except OSError:
        continue
    if len(sockets) == 5:
        break
print(*[s.getsockname()[1] for s in sockets])
END
)

start() { # NAME COMMAND...
  local name=$1
  shift
  "$@" >"$dir/$name.log" 2>&1 </dev/null &
  pids+=($!)
}
wait_for() { # PORT
  for _ in $(seq 480); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
    sleep 0.25
  done
  cat "$dir"/*.log >&2
  return 1
}

mkdir -p "$dir/etc" "$dir/srv/d1" "$dir/cache"
cd "$dir/etc"
# The programs read /etc/swift/swift.conf whatever they are told; this starts them with another one.
cat >run.py <<END
import runpy, sys
import swift.common.utils
swift.common.utils.SWIFT_CONF_FILE = '$dir/etc/swift.conf'
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name='__main__')
END
cat >swift.conf <<END
[swift-hash]
swift_hash_path_prefix = p
swift_hash_path_suffix = s
[storage-policy:0]
name = p0
default = yes
END
default="bind_ip = 127.0.0.1
workers = 0
user = $(id -un)
swift_dir = $dir/etc
log_level = ERROR"
for service in "account:$account_port" "container:$container_port" "object:$object_port"; do
  name=${service%:*}
  swift-ring-builder "$name.builder" create 4 1 1 >/dev/null
  swift-ring-builder "$name.builder" add "r1z1-127.0.0.1:${service#*:}/d1" 1 >/dev/null
  swift-ring-builder "$name.builder" rebalance >/dev/null
  cat >"$name.conf" <<END
[DEFAULT]
$default
bind_port = ${service#*:}
devices = $dir/srv
mount_check = false
[pipeline:main]
pipeline = $name-server
[app:$name-server]
use = egg:swift#$name
recon_cache_path = $dir/cache
END
  start "$name" "$python" run.py "/usr/bin/swift-$name-server" "$name.conf"
done
cat >proxy.conf <<END
[DEFAULT]
$default
bind_port = $port
[pipeline:main]
pipeline = catch_errors gatekeeper cache bulk s3api tempauth copy slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$memcached_port
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
END
start memcached memcached -u "$(id -un)" -l 127.0.0.1 -p "$memcached_port"
start proxy "$python" run.py /usr/bin/swift-proxy-server proxy.conf
for listening in "$account_port" "$container_port" "$object_port" "$memcached_port" "$port"; do wait_for "$listening"; done
cd "$OLDPWD"

export S3_ENDPOINT=http://127.0.0.1:$port S3_REGION=us-east-1 S3_KEY=test:tester S3_SECRET=testing
if [[ $# -gt 0 ]]; then
  "$@"
else
  echo "$S3_ENDPOINT"
  cat >/dev/null
fi
