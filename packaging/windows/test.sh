#!/bin/bash
# test.sh [STEP…]: dist/windows/标杆报盘, tried under Wine as a clerk with a Chinese name would use it.
# Exit code 0: all of it held. Steps: whole road window portable tests, which are all that is done unless one is named,
# and tour, the sample through the window. Pictures of the screen in $WORK/shots.
set -euo pipefail
WINDOWS=$(cd "$(dirname "$0")" && pwd)
PROJECT=$(cd "$WINDOWS/../.." && pwd)
WORK=$(realpath -m "${WORK:-$PROJECT/build/windows}")
FILES=$WORK/trial
TESTS=${TESTS:-$(tr '\n' ' ' <"$WINDOWS/tests.txt")}
export WORK FILES
. "$WINDOWS/../linux/root.sh"
. "$WINDOWS/packages.sh"
rm -rf "$FILES"; mkdir -p "$FILES" "$WORK/shots"
fetch_packages packages-to-test dev
cp -r "$PROJECT"/{app,ui,resources,tests,packaging,pyproject.toml,requirements.lock,build.spec,Makefile} "$WINDOWS/trial.py" "$FILES"
cp "${FOLDER:-$PROJECT/dist/windows/标杆报盘}/_internal/resources/licences.json" "$FILES/resources"
mkdir "$FILES/packages"
for each in "$WORK"/packages-to-test/*; do  # what the program itself has is the program's
  [ -e "$WORK/packages/$(basename "$each")" ] || cp -al "$each" "$FILES/packages/"
done
mkdir "$FILES/packages/PySide6"; cp -al "$WORK"/packages-to-test/PySide6/{QtTest.pyd,Qt6Test.dll} "$FILES/packages/PySide6/"
status=0
{ echo "STEPS='${*:-all}' TESTS='$TESTS'"; cat <<'END'
set -o pipefail
failed=0
step() {  # step NAME COMMAND…: what it said is told when it fails
  local name=$1 start=$SECONDS code=0; shift
  "$@" >/scratch/told 2>&1 || code=$?
  printf '%s  %4d s  %s\n' "$([ $code = 0 ] && echo ok || echo "FAILED ($code)")" $((SECONDS - start)) "$name"
  [ $code = 0 ] || { failed=1; tail -${LINES_TOLD:-40} /scratch/told; }
}
wants() { [[ " $STEPS " == *" all "* || " $STEPS " == *" $1 "* ]]; }
python() { timeout "${LIMIT:-1500}" wine _internal/python/python.exe "$@"; }
opened() {  # opened NAME: the window comes up, in more than a handful of colours; its picture is NAME.png
  wine 标杆报盘.exe & local window=$! second
  for second in $(seq 90); do
    sleep 1
    [ "$(import -window root -format %k info:)" -gt 200 ] && break
  done
  sleep 4
  import -window root "/d/$1.png"
  kill -0 $window || return 1
  echo "after $second s"
  wineserver -k; wait $window || true
  [ "$second" -lt 90 ]
}
nothing_written() { [ -z "$(find . -newer /scratch/display -not -path './数据*' -print -quit)" ]; }
kept_beside() {
  local moved='/c/drive_c/另一处 文件夹/报盘'
  mkdir -p "$moved"; cp -a . "$moved"; cd "$moved"
  touch -r baopan.exe 便携模式 .
  wine baopan.exe about; find 数据
  [ -d 数据/设置 ] && touch -r baopan.exe . && nothing_written
}
kept_with_the_user() {
  wine baopan.exe about; find /c/drive_c/users -name Baopan | tee /scratch/found
  grep -q '王 小明/AppData' /scratch/found && nothing_written && [ ! -e 数据 ]
}
refused_when_torn_out() {  # a program that was opened in the archive itself: alone in a temporary folder
  mkdir /scratch/alone; cp baopan.exe /scratch/alone
  (cd /scratch/alone && wine baopan.exe || true) 2>&1 | tee /scratch/said
  grep -q 解压 /scratch/said
}
if wants whole; then
  step 'the interpreter, code page 936, a user with a space' python 'D:\trial.py' surroundings
  step 'selfcheck' wine baopan.exe selfcheck
  step 'a program torn out of the archive says so' refused_when_torn_out
fi
wants road && LINES_TOLD=80 step 'the sample campaign to verified and received discs' python 'D:\trial.py' road
wants window && step 'the window' opened window
[[ " $STEPS " == *" tour "* ]] && LIMIT=7200 QT_QPA_PLATFORM=windows step 'the sample through the window' python 'D:\trial.py' tour 'D:\tour'
if wants portable; then
  step 'everything is kept with the user' kept_with_the_user
  step 'with the marker, everything is kept beside a folder that was moved' eval '(kept_beside)'
fi
if wants tests; then
  for each in $TESTS; do
    QT_QPA_PLATFORM=offscreen LINES_TOLD=60 step "$each" python 'D:\trial.py' tests "$each"
    tail -1 /scratch/told
  done
fi
exit $failed
END
} | bash "$WINDOWS/wine.sh" --script || status=$?
for each in "$FILES"/*.png "$FILES"/tour/截图/*.png; do [ ! -e "$each" ] || cp "$each" "$WORK/shots/"; done
exit $status
