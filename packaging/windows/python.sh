# Sourced after root.sh: CPython 3.11 for 64-bit Windows in $WORK/python, compiled from Debian's sources in $ROOT.
# BUILDER: a Python 3.11 of this machine; it turns the modules that start the interpreter into C.
COMPILER=x86_64-w64-mingw32ucrt
SOURCES="python3.11:python zlib bzip2 xz-utils:xz libffi sqlite3:sqlite expat openssl"

unpack() {  # unpack PACKAGE FOLDER: a source package of bookworm, of Python without Debian's changes of layout
  [ ! -e "$ROOT/build/$2/.ready" ] || return 0
  say "source of $1"
  rm -rf "$ROOT/build/$2"
  inside "$ROOT" sh -ec 'cd /build && apt-get source -qq --only-source --download-only "$1" && exec dpkg-source $3 -x "$1"_*.dsc "$2"' \
    sh "$1" "$2" "$([ "$2" != python ] || echo --skip-patches)" >"$WORK/source.log" 2>&1 || { tail "$WORK/source.log" >&2; return 1; }
  [ "$2" != python ] || correct "$ROOT/build/python"
  touch "$ROOT/build/$2/.ready"
}

correct() {  # correct FOLDER: what came from upstream since, and what another compiler than Microsoft's asks for
  inside "$ROOT" sh -ec 'cd /build/python
    sed -n "/^shutdown-deadlock/,\$p" debian/patches/series | grep -v "^#" | while read -r name; do patch -s -p1 <"debian/patches/$name"; done
    patch -s -p1' <"$WINDOWS/python-mingw.patch"
  cd "$1"
  # numbers of protocols are macros already; defined as themselves they would be none
  sed -i -E '/^#define (IPPROTO_[A-Z0-9]+) \1( |$)/d' Modules/socketmodule.c
  # where the system is meant and not its compiler
  sed -i 's/_MSC_VER/MS_WINDOWS/' Modules/_ssl.c Modules/clinic/_ssl.c.h Modules/selectmodule.c Include/cpython/fileobject.h
  sed -i 's/icons\\/icons\//' PC/python_exe.rc PC/pythonw_exe.rc
  # the Windows project lists what is frozen: its file, then its name
  sed -nE 's/.*<(None|GetPath) Include="\.\.\\([^"]*)".*/\2/p; s/.*<ModName>(.*)<.*/\1/p' PCbuild/_freeze_module.vcxproj | tr '\\' / |
    paste - - | while read -r file name; do
      "$BUILDER" -I Programs/_freeze_module.py "$name" "$file" "Python/frozen_modules/$name.h"
      [ "$name" = getpath ] || echo "Python/frozen_modules/$name.h:$name"
    done >frozen.list
  "$BUILDER" Tools/scripts/deepfreeze.py $(cat frozen.list) -o Python/deepfreeze/deepfreeze.c >/dev/null
  cd "$PROJECT"
}

build_python() {
  local made=$WORK/python recipe each
  recipe=$(cat "$WINDOWS"/python.{sh,mk} "$WINDOWS/python-mingw.patch" | sha256sum)
  [ "$(cat "$made/.recipe" 2>/dev/null)" != "$recipe" ] || return 0
  "$BUILDER" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "$BUILDER is no Python 3.11" >&2; return 1; }
  debian "$ROOT"
  packages "$ROOT" gcc-mingw-w64-ucrt64 binutils-mingw-w64-ucrt64 make gcc libc6-dev perl tcl patch dpkg-dev xz-utils bzip2
  mkdir -p "$ROOT/build"
  for each in $SOURCES; do unpack "${each%:*}" "${each#*:}"; done
  say "compiling CPython for Windows; the first time takes a quarter of an hour"
  cp "$WINDOWS/python.mk" "$ROOT/build/Makefile"
  inside "$ROOT" make -C /build -k -j"$(nproc)" --output-sync=target >"$WORK/make.log" 2>&1 ||
    { grep -E 'error: |undefined reference|\*\*\* \[' "$WORK/make.log" | head -20 >&2; return 1; }
  rm -rf "$made"
  mkdir -p "$made/Lib" "$made/licences"
  cp -r "$ROOT"/build/out/{python.exe,pythonw.exe,python311.dll,python3.dll,DLLs} "$made"
  tar -C "$ROOT/build/python/Lib" --exclude=__pycache__ --exclude=./{test,idlelib,tkinter,turtledemo,turtle.py,ensurepip,lib2to3,pydoc_data} \
    --exclude='*/test' --exclude='*/tests' -c . | tar -C "$made/Lib" -x
  for each in $SOURCES; do
    each=${each#*:}
    cp "$ROOT/build/$each/debian/copyright" "$made/licences/$each.txt"
    sed -nE '1s/.*\((.*)\).*/'"$each"' \1/p' "$ROOT/build/$each/debian/changelog" >>"$made/licences/versions"
  done
  for each in gcc-mingw-w64-base mingw-w64-common; do
    cp "$ROOT/usr/share/doc/$each/copyright" "$made/licences/$each.txt"
    inside "$ROOT" dpkg-query -W -f '${Package} ${Version}\n' "$each" >>"$made/licences/versions"
  done
  cp "$ROOT/build/python/LICENSE" "$made/licences/python.txt"
  echo "$recipe" >"$made/.recipe"
}
