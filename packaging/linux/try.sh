#!/usr/bin/env bash
# try.sh FOLDER: the built program on a bare desktop of glibc 2.31, by an ordinary user, without any network:
# its own selfcheck, the sample to a verified disc, and the window on an X server.
. "$(dirname "$0")/root.sh"
DESKTOP=$WORK/desktop
mkdir -p "$WORK"
command -v Xvfb >/dev/null || { apt-get -qq update; apt-get -qq install -y --no-install-recommends xvfb; }

debian "$DESKTOP"
packages "$DESKTOP" $(cat "$LINUX/desktop-packages.txt") fonts-wqy-microhei
inside "$DESKTOP" sh -c 'id clerk >/dev/null 2>&1 || useradd --create-home clerk'
for forbidden in libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 python3; do
  ! inside "$DESKTOP" dpkg-query -W "$forbidden" >/dev/null 2>&1 || { echo "no bare desktop: it has $forbidden" >&2; exit 1; }
done
rm -rf "$DESKTOP/opt/标杆 报盘"
cp -a "$1" "$DESKTOP/opt/标杆 报盘"

say "on a bare desktop"
unshare --mount --pid --net --fork --kill-child bash -ec '
  # another one may have had this number in another network; it says its number when it is ready
  exec 3< <(exec Xvfb :7 -nolock -displayfd 1 -screen 0 1366x768x24 -nolisten tcp 2>/dev/null)
  read -r -u 3
  mount -t proc proc "$1/proc"
  exec chroot "$1" /sbin/runuser -u clerk -- env -i HOME=/home/clerk LANG=C.UTF-8 PATH=/usr/bin:/bin DISPLAY=:7 sh -ec "$2"
' sh "$DESKTOP" '
  cd "$HOME"; rm -rf 样例 批次 光盘
  program="/opt/标杆 报盘"
  "$program/baopan-cli" selfcheck
  "$program/baopan" --first-paint
  test ! -e "$program/数据"
  "$program/baopan-cli" demo 样例 >/dev/null
  "$program/baopan-cli" new 批次 --sender 370100 >/dev/null
  "$program/baopan-cli" collect 批次 --track 全省 --each 样例/收到的材料/全省 >/dev/null
  echo "the window was painted; the sample was collected"
'
