#!/bin/bash
# wine.sh COMMAND…     a Windows command under Wine, e.g.  wine.sh baopan.exe selfcheck
# wine.sh --script     a bash script from standard input in the same place; in it `wine` starts Windows programs,
#                      `import -window root /d/x.png` takes a picture of the screen
#
#   FOLDER   what is handed out (default dist/windows/标杆报盘), on the desktop of a user 王 小明; COMMAND starts there
#   FILES    a folder for what comes and goes (default $WORK/files): D:\, in a script /d
#   WORK     as of build.sh
#
# Each call has a Windows of its own: Chinese, code page 936, a fresh registry and drive C:, a screen nobody sees,
# no network. It runs in namespaces of mounts, processes and network: when it ends, nothing is left but D:.
set -euo pipefail
WINDOWS=$(cd "$(dirname "$0")" && pwd)
PROJECT=$(cd "$WINDOWS/../.." && pwd)
WORK=$(realpath -m "${WORK:-$PROJECT/build/windows}")
ROOT=$WORK/root SUITE=trixie
. "$WINDOWS/../linux/root.sh"
[ $# -gt 0 ] || { sed -n '2,/^$/s/^# \?//p' "$0"; exit 2; }
FOLDER=$(realpath "${FOLDER:-$PROJECT/dist/windows/标杆报盘}")
FILES=$(realpath -m "${FILES:-$WORK/files}")
USER_NAME="王 小明"
DESKTOP="/c/drive_c/users/$USER_NAME/Desktop"

debian "$ROOT"
packages "$ROOT" wine wine64 xvfb openbox imagemagick iproute2 locales tzdata fonts-wqy-microhei gcc-mingw-w64-ucrt64 binutils-mingw-w64-ucrt64
[ -e "$ROOT/usr/lib/locale/locale-archive" ] || inside "$ROOT" localedef -i zh_CN -f UTF-8 zh_CN.UTF-8

# a copy whose numpy finds what Wine's C library lacks; Windows itself needs none of this
COPY=$WORK/for-wine
if [ "$(cat "$COPY/.of" 2>/dev/null)" != "$FOLDER" ] || [ -n "$(find "$FOLDER" -newer "$COPY/.of" -print -quit)" ]; then
  say "copy of $(basename "$FOLDER") for Wine"
  rm -rf "$COPY" "$ROOT/numpy"; mkdir -p "$COPY" "$ROOT/numpy"
  cp -a --reflink=auto "$FOLDER" "$COPY/"
  "${BUILDER:-$PROJECT/.venv/bin/python}" "$WINDOWS/wine_numpy.py" "$COPY/$(basename "$FOLDER")/_internal/python" "$ROOT/numpy"
  inside "$ROOT" sh -c 'cd /numpy && x86_64-w64-mingw32ucrt-gcc -O1 -shared -static-libgcc -o shim.dll shim.c shim.def'
  cp "$ROOT/numpy/shim.dll" "$COPY/$(basename "$FOLDER")/_internal/python/numpy-wine-crt-math-shim00.dll"
  echo "$FOLDER" >"$COPY/.of"
fi

mkdir -p "$FILES" "$ROOT"/{c,d,scratch}
sed "s/^root:/$USER_NAME:/" "$ROOT/etc/passwd" >"$WORK/passwd"  # Windows' user is called as the one Wine runs for
SCRATCH=$(mktemp -d "$WORK/scratch.XXXXXX")
child=
trap 'rm -rf "$SCRATCH"' EXIT
trap '[ -z "$child" ] || { kill -9 "$child"; wait "$child"; } 2>/dev/null; exit 130' INT TERM
WINE="env -i HOME=/scratch PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=zh_CN.UTF-8 LC_ALL=zh_CN.UTF-8 TZ=Asia/Shanghai
      WINEPREFIX=/c WINEARCH=win64 WINEDEBUG=${WINEDEBUG:--all} WINEDLLOVERRIDES=mscoree,mshtml=;winedbg.exe=;winemenubuilder.exe="
export ROOT SCRATCH COPY FILES WORK WINE DESKTOP

SCREEN='ip link set lo up
  Xvfb -displayfd 5 -screen 0 1366x768x24 -nolisten tcp 5>/scratch/display 2>/scratch/x.log &
  while [ ! -s /scratch/display ]; do sleep 0.1; done; export DISPLAY=:$(cat /scratch/display)
  '
run() {
  unshare --mount --pid --net --fork --kill-child bash -c '
    set -e
    mount -t proc proc "$ROOT/proc"
    mount -t sysfs -o ro sysfs "$ROOT/sys"
    mkdir -p "$ROOT/dev/shm"; mount -t tmpfs tmpfs "$ROOT/dev/shm"
    mount -t tmpfs tmpfs "$ROOT/tmp"; mkdir -m 1777 "$ROOT/tmp/.X11-unix"
    mount --bind "$WORK/passwd" "$ROOT/etc/passwd"
    mount --bind "$SCRATCH" "$ROOT/scratch"
    mount --bind "$FILES" "$ROOT/d"
    if [ -e "$WORK/empty/.ready" ]; then
      mkdir "$SCRATCH/c" "$SCRATCH/c.work"
      mount -t overlay overlay -o "lowerdir=$WORK/empty,upperdir=$SCRATCH/c,workdir=$SCRATCH/c.work" "$ROOT/c" 2>"$SCRATCH/overlay" ||
        { cp -a "$WORK/empty/." "$SCRATCH/c"; mount --bind "$SCRATCH/c" "$ROOT/c"; }
      mkdir -p "$ROOT$DESKTOP"
      mount --bind "$COPY" "$ROOT$DESKTOP"
      mount -o remount,bind,ro "$ROOT$DESKTOP"
    else
      mount --bind "$WORK/empty" "$ROOT/c"
    fi
    exec chroot "$ROOT" $WINE DESKTOP="$DESKTOP" bash -c "$0" wine.sh "$@"' "$@" <&0 &
  child=$!
  wait "$child"
}

if [ ! -e "$WORK/empty/.ready" ]; then
  say "a Windows to start from"
  rm -rf "$WORK/empty"; mkdir -p "$WORK/empty"
  run "$SCREEN"'wineboot --init && ln -sfn /d /c/dosdevices/d: && wineserver -w' >"$WORK/wineboot.log" 2>&1 || { tail "$WORK/wineboot.log" >&2; exit 1; }
  touch "$WORK/empty/.ready"
  rm -rf "${SCRATCH:?}"/*
fi
[ "$1" = --script ] && job='. /dev/stdin' || job='wine "$@"'
run "$SCREEN"'openbox >/scratch/openbox.log 2>&1 & cd "$DESKTOP"/*/; '"$job" "$@"
