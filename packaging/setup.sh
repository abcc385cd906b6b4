#!/usr/bin/env bash
# Sets a fresh Debian 12 up: system libraries, a virtual environment, the locked packages.
set -euo pipefail
python="$1" venv="$2"
here="$(cd "$(dirname "$0")/.." && pwd)"

if command -v dpkg-query >/dev/null; then
  missing=()
  while read -r package; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done < "$here/packaging/system-packages.txt"
  if [ "${#missing[@]}" -gt 0 ]; then
    as_root=(); [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}"
  fi
fi

command -v "$python" >/dev/null || python=python3
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install -q --no-deps --require-hashes -r "$here/requirements.lock"
