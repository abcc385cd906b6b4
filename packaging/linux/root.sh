# Sourced: Debian roots below $WORK, and commands inside them. Root is needed. SUITE: which Debian, here an old one.
# Each command has mount and process namespaces of its own: what it mounts or starts is gone when it ends, and
# of the machine's own /dev, /proc and /sys nothing is ever bound into a root.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "needs root: it makes a Debian root and works inside it" >&2; exit 1; }
LINUX=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PROJECT=$(cd "$LINUX/../.." && pwd)
WORK=$(realpath -m "${WORK:-$PROJECT/build/linux}")
CLEAN="env -i HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin"

say() { printf '%s  %s\n' "$(date +%T)" "$*" >&2; }

inside() {  # inside ROOT COMMAND…: as root in it, with a /proc of its own
  local root=$1; shift
  unshare --mount --pid --fork --kill-child \
    bash -c 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' "$root" $CLEAN "$@"
}

debian() {  # debian ROOT [debootstrap option…]: Debian 11, whose C library is 2.31, or SUITE; with five device nodes
  local root=$1; shift
  [ ! -e "$root/.ready" ] || return 0
  command -v debootstrap >/dev/null || { apt-get -qq update; apt-get -qq install -y --no-install-recommends debootstrap; }
  say "Debian ${SUITE:=bullseye} in $root"
  rm -rf "$root"; mkdir -p "$root"
  unshare --mount debootstrap --variant=minbase "$@" "$SUITE" "$root" >"$WORK/debootstrap.log" 2>&1 ||
    { tail "$WORK/debootstrap.log" >&2; return 1; }
  while read -r name minor; do
    [ -c "$root/dev/$name" ] || { rm -f "$root/dev/$name"; mknod -m 666 "$root/dev/$name" c 1 "$minor"; }
  done <<< $'null 3\nzero 5\nfull 7\nrandom 8\nurandom 9'
  [ -d "$root/dev/shm" ] || mkdir -m 1777 "$root/dev/shm"
  sed -n "s/^deb /deb-src /; s/$SUITE/bookworm/p" "$root/etc/apt/sources.list" >"$root/etc/apt/sources.list.d/sources.list"
  inside "$root" apt-get -qq update
  touch "$root/.ready"
}

packages() {  # packages ROOT PACKAGE…: in it, those that are missing
  local root=$1; shift
  local missing
  missing=$({ inside "$root" dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true; } |
    awk '$2 == "installed" {print $1}' | sort | comm -13 - <(printf '%s\n' "$@" | sort))
  [ -n "$missing" ] || return 0
  say "packages in $(basename "$root"):" $missing
  inside "$root" apt-get install -y -qq --no-install-recommends $missing >"$WORK/apt.log" 2>&1 || { tail "$WORK/apt.log" >&2; return 1; }
  inside "$root" apt-get clean
}
