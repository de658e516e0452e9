#!/usr/bin/env bash
# The real servers that some tests run against, from Debian's packages; as root, about a minute. Where they are missing those tests skip,
# and each says so in a line. None of them is started: a test that needs one starts its own.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
# A package that starts its server when it is installed would hold a port, and memory.
if [[ ! -e /usr/sbin/policy-rc.d ]]; then
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends nginx-light faketime
here=$(dirname "$0")
bash "$here/postgres.sh" --install
bash "$here/s3.sh" --install
