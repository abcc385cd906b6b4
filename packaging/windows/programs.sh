# Sourced after root.sh: 标杆报盘.exe and baopan.exe in $WORK/programs, of the version that app/__init__.py names.
build_programs() {
  local made=$ROOT/build/programs version numbers name kind description
  version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$PROJECT/app/__init__.py")
  numbers=$(printf '%s' "$version" | sed 's/[^0-9.].*//' | tr . ,),0,0,0,0
  numbers=$(printf '%s' "$numbers" | cut -d, -f1-4)
  rm -rf "$made" "$WORK/programs"; mkdir -p "$made" "$WORK/programs"
  cp "$WINDOWS"/launcher.{c,rc,manifest} "$made"
  QT_QPA_PLATFORM=offscreen "$PROJECT/.venv/bin/python" "$PROJECT/packaging/icon.py" "$made/baopan.ico"
  while IFS='|' read -r name kind description; do
    printf '#define %s %s\n' FILE_NAME "\"$name\"" DESCRIPTION "\"$description\"" VERSION_TEXT "\"$version\"" VERSION_NUMBERS "$numbers" >"$made/told.h"
    inside "$ROOT" sh -ec 'cd /build/programs
      x86_64-w64-mingw32ucrt-windres -c 65001 launcher.rc "$1.o"
      x86_64-w64-mingw32ucrt-gcc -O2 -Wall -Wextra -Werror -municode $2 -static-libgcc -s -Wl,--no-insert-timestamp -o "$1" launcher.c "$1.o"' \
      sh "$name" "$kind" </dev/null
    cp "$made/$name" "$WORK/programs"
  done <<END
标杆报盘.exe|-mwindows -DWINDOW|标杆报盘
baopan.exe||标杆报盘（命令行）
END
}
