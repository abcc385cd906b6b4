# Sourced after root.sh: the locked packages for Windows, in a folder of $WORK.
fetch_packages() {  # fetch_packages FOLDER [GROUP…]
  local recipe made=$WORK/$1; shift
  recipe=$(cat "$PROJECT"/{requirements.lock,pyproject.toml} "$WINDOWS/site_packages.py" | sha256sum)
  [ "$(cat "$made.recipe" 2>/dev/null)" != "$recipe" ] || return 0
  say "the locked packages for Windows $*"
  "${BUILDER:-$PROJECT/.venv/bin/python}" "$WINDOWS/site_packages.py" "$made" "$@" >&2
  echo "$recipe" >"$made.recipe"
}
