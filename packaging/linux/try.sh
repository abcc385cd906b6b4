#!/usr/bin/env bash
# try.sh FOLDER [walk]: the built program on a bare desktop, by an ordinary user, without any network:
# its own selfcheck, the sample collected, and the window on an X server; with `walk` the whole sample goes through
# the window, a city's and the province's, by the baopan-walk that portable.sh left in $WORK; pictures in $WORK/shots.
#
#   DESKTOP   the root of another system, taken as it is (default: a Debian 11, glibc 2.31, made in $WORK)
. "$(dirname "$0")/root.sh"
mkdir -p "$WORK"
command -v Xvfb >/dev/null || { apt-get -qq update; apt-get -qq install -y --no-install-recommends xvfb; }

if [ -z "${DESKTOP:-}" ]; then
  DESKTOP=$WORK/desktop
  debian "$DESKTOP"
  packages "$DESKTOP" $(cat "$LINUX/desktop-packages.txt") fonts-wqy-microhei
fi
inside "$DESKTOP" sh -c 'id clerk >/dev/null 2>&1 || useradd --create-home clerk'
for forbidden in libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 python3; do
  ! inside "$DESKTOP" dpkg-query -W "$forbidden" >/dev/null 2>&1 || { echo "no bare desktop: it has $forbidden" >&2; exit 1; }
done
rm -rf "$DESKTOP/opt/标杆 报盘"
cp -a "$1" "$DESKTOP/opt/标杆 报盘"
if [ "${2:-}" = walk ]; then
  cp -a "$WORK/walk/." "$DESKTOP/opt/标杆 报盘"
fi

say "on a bare desktop, glibc $(inside "$DESKTOP" getconf GNU_LIBC_VERSION | cut -d' ' -f2)"
unshare --mount --pid --net --fork --kill-child bash -ec '
  # another one may have had this number in another network; it says its number when it is ready
  exec 3< <(exec Xvfb :7 -nolock -displayfd 1 -screen 0 1366x768x24 -nolisten tcp 2>/dev/null)
  read -r -u 3
  mount -t proc proc "$1/proc"
  exec chroot "$1" /sbin/runuser -u clerk -- env -i HOME=/home/clerk LANG=C.UTF-8 PATH=/usr/bin:/bin DISPLAY=:7 sh -ec "$2" sh "$3"
' sh "$DESKTOP" '
  cd "$HOME"; rm -rf 样例 批次 光盘 全程
  program="/opt/标杆 报盘"
  "$program/baopan-cli" selfcheck
  "$program/baopan" --first-paint
  test ! -e "$program/数据"
  "$program/baopan-cli" demo 样例 >/dev/null
  "$program/baopan-cli" new 批次 --sender 370100 >/dev/null
  "$program/baopan-cli" collect 批次 --track 全省 --each 样例/收到的材料/全省 >/dev/null
  echo "the window was painted; the sample was collected"
  [ "$1" = walk ] || exit 0
  QT_QPA_PLATFORM=xcb "$program/baopan-walk" 全程
  "$program/baopan-cli" verify 全程/光盘/*/
' "${2:-}"
if [ "${2:-}" = walk ]; then
  rm -rf "$WORK/shots"
  cp -r "$DESKTOP/home/clerk/全程/截图" "$WORK/shots"
fi
