#!/usr/bin/env bash
# Sets a fresh Debian 12 up: system libraries, a virtual environment, the locked packages.
# setup.sh PYTHON VENV, or setup.sh --packages LIST for the packages of one list alone.
set -euo pipefail
here="$(cd "$(dirname "$0")/.." && pwd)"

packages_of() {
  command -v dpkg-query >/dev/null || return 0
  local missing=() package as_root=()
  while read -r package; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done < "$1"
  [ "${#missing[@]}" -gt 0 ] || return 0
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}"
}

if [ "$1" = --packages ]; then
  packages_of "$2"
  exit
fi
python="$1" venv="$2"
packages_of "$here/packaging/system-packages.txt"

command -v "$python" >/dev/null || python=python3
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install -q --no-deps --require-hashes -r "$here/requirements.lock"
