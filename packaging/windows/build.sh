#!/bin/bash
# build.sh: the folder and the .zip that are handed out for Windows, in dist/windows, made on Debian 12 as root.
#
#   WORK      what takes long to make is kept there (default build/windows): a Debian with mingw-w64, CPython
#   BUILDER   a Python 3.11 of this machine (default that of .venv)
set -euo pipefail
WINDOWS=$(cd "$(dirname "$0")" && pwd)
PROJECT=$(cd "$WINDOWS/../.." && pwd)
WORK=$(realpath -m "${WORK:-$PROJECT/build/windows}")
ROOT=$WORK/root SUITE=trixie
BUILDER=$(realpath -s "${BUILDER:-$PROJECT/.venv/bin/python}")
. "$WINDOWS/../linux/root.sh"
. "$WINDOWS/python.sh"
. "$WINDOWS/packages.sh"
. "$WINDOWS/programs.sh"
mkdir -p "$WORK"

build_python
fetch_packages packages
build_programs
say "the folder"
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$PROJECT" log -1 --format=%ct 2>/dev/null || echo 0)}
PYTHONPATH=$PROJECT:$PROJECT/packaging "$BUILDER" -m windows.folder "$WORK/python" "$WORK/packages" "$WORK/programs" "$PROJECT/dist/windows"
