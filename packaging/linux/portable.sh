#!/usr/bin/env bash
# `make portable`: dist/linux/baopan, the program in one folder for any Linux desktop since glibc 2.28, looked at and tried.
# portable.sh PYTHON, any CPython 3.11 with pip: it brings the locked packages. WORK: where the roots are kept.
. "$(dirname "$0")/root.sh"
. "$LINUX/python.sh"
PY=$(realpath -s "$1")
ROOT=$WORK/root
MACHINE=$(uname -m)
OUT=$PROJECT/dist/linux
SITE=/opt/python/lib/python3.11/site-packages
mkdir -p "$WORK" "$OUT"

debian "$ROOT"
build_python
# libraries of the window that no desktop is sure to have; with them comes what it has, which stays out
packages "$ROOT" $(cat "$LINUX/desktop-packages.txt" "$LINUX/window-packages.txt")

say "packages of the program"
(cd "$PROJECT/packaging" && "$PY" -m linux.locked) >"$WORK/lock.txt"
if ! cmp -s "$WORK/lock.txt" "$ROOT$SITE/.lock"; then
  platforms=()
  # as old as desktop.toml says
  for minor in $(seq "$([ "$MACHINE" = x86_64 ] && echo 28 || echo 31)" -1 5); do platforms+=(--platform "manylinux_2_${minor}_$MACHINE"); done
  rm -rf "${ROOT:?}$SITE"
  "$PY" -m pip install -qq --target "$ROOT$SITE" --no-deps --require-hashes --only-binary :all: \
    "${platforms[@]}" --platform "manylinux2014_$MACHINE" --platform "manylinux2010_$MACHINE" --platform "manylinux1_$MACHINE" \
    --python-version 3.11 --implementation cp -r "$WORK/lock.txt"
  cp "$WORK/lock.txt" "$ROOT$SITE/.lock"
fi

say "the folder"
rm -rf "$ROOT/src" "$ROOT/dist"
mkdir -p "$ROOT/src"
tar -C "$PROJECT" --exclude=__pycache__ -c app ui resources packaging tests/tour build.spec pyproject.toml | tar -C "$ROOT/src" -x
inside "$ROOT" sh -ec 'cd /src && BAOPAN_WALK=1 PYTHONHASHSEED=0 exec /opt/python/bin/python3.11 -m PyInstaller --noconfirm --log-level WARN \
  --distpath /dist --workpath /src/build build.spec' >"$WORK/pyinstaller.log" 2>&1 || { tail -20 "$WORK/pyinstaller.log" >&2; exit 1; }
rm -rf "$OUT/baopan"
cp -a "$ROOT/dist/baopan" "$OUT/baopan"
rm -rf "$WORK/walk"; mkdir -p "$WORK/walk/_internal/PySide6/Qt/lib"
cp "$ROOT/src/build/build/baopan-walk" "$WORK/walk"
# what plays a person, which no program asks for
cp "$ROOT$SITE"/PySide6/QtTest.*.so "$WORK/walk/_internal/PySide6"
cp "$ROOT$SITE"/PySide6/Qt/lib/libQt6Test.so.6 "$WORK/walk/_internal/PySide6/Qt/lib"

say "what it asks of a desktop"
(cd "$PROJECT/packaging" && "$PY" -m linux.wanting "$OUT/baopan")
env -u DESKTOP bash "$LINUX/try.sh" "$OUT/baopan" walk
say "done: $(du -sm "$OUT/baopan" | cut -f1) MB"
