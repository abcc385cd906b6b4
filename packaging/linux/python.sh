# Sourced after root.sh: CPython 3.11 and SQLite for glibc 2.28, from Debian's sources, in $ROOT/opt/python.
OLDER="-include /build/older-glibc.h"

unpack() {  # unpack PACKAGE FOLDER: a source package of bookworm, without Debian's changes of layout
  [ ! -e "$ROOT/build/$2/.ready" ] || return 0
  say "source of $1"
  rm -rf "$ROOT/build/$2"
  inside "$ROOT" sh -ec 'cd /build && apt-get source -qq --only-source --download-only "$1" && exec dpkg-source --skip-patches -x "$1"_*.dsc "$2"' \
    sh "$1" "$2" >"$WORK/source.log" 2>&1 || { tail "$WORK/source.log" >&2; return 1; }
  touch "$ROOT/build/$2/.ready"
}

build_python() {
  [ ! -e "$ROOT/opt/python/.built" ] || return 0
  packages "$ROOT" gcc make libc6-dev binutils pkg-config dpkg-dev patch tcl xz-utils bzip2 \
    zlib1g-dev libbz2-dev liblzma-dev libffi-dev libssl-dev uuid-dev
  mkdir -p "$ROOT/build"
  cp "$LINUX/older-glibc.h" "$ROOT/build"
  unpack sqlite3 sqlite
  unpack python3.11 python
  say "compiling SQLite and CPython"
  inside "$ROOT" sh -ec 'exec >/build/make.log 2>&1
    cd /build/sqlite
    [ -e sqlite3.c ] || { ./configure --disable-tcl; make sqlite3.c sqlite3.h; }
    mkdir -p /opt/python/include /opt/python/lib
    cp sqlite3.h /opt/python/include
    gcc -O2 '"$OLDER"' -fPIC -shared -Wl,-soname,libsqlite3.so.0 -DSQLITE_ENABLE_FTS4 -DSQLITE_ENABLE_FTS5 \
      -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_COLUMN_METADATA \
      sqlite3.c -o /opt/python/lib/libsqlite3.so.0 -lm -lpthread -ldl
    ln -sf libsqlite3.so.0 /opt/python/lib/libsqlite3.so
    cd /build/python
    # corrections alone, not the layout of Debian: from the first that came from upstream
    [ -e .corrected ] || { sed -n "/^shutdown-deadlock/,\$p" debian/patches/series | grep -v "^#" |
      while read -r name; do patch -s -p1 <"debian/patches/$name"; done; touch .corrected; }
    # one of them asks, in pyexpat, for what Debian builds with the inside of Python
    grep -q "^#define Py_BUILD_CORE_MODULE" Modules/pyexpat.c || sed -i "1i #define Py_BUILD_CORE_MODULE 1" Modules/pyexpat.c
    # sem_clockwait came with glibc 2.30
    ./configure --prefix=/opt/python --enable-shared --without-ensurepip --disable-test-modules \
      --with-system-libmpdec=no ac_cv_func_sem_clockwait=no ac_cv_func_pthread_cond_clockwait=no \
      OPT="-DNDEBUG -fwrapv -O2" CFLAGS="'"$OLDER"'" CPPFLAGS="-I/opt/python/include" LDFLAGS="-L/opt/python/lib -Wl,-rpath,/opt/python/lib"
    make -j2 && make install
    for name in sqlite; do
      mkdir -p /opt/python/share/built/$name
      cp /build/$name/debian/copyright /opt/python/share/built/$name
      dpkg-parsechangelog -l /build/$name/debian/changelog -S Version >/opt/python/share/built/$name/version
    done
    # make passes over what would not compile
    /opt/python/bin/python3.11 -c "import bz2, ctypes, decimal, hashlib, lzma, pyexpat, sqlite3, ssl, uuid, zlib"
    touch /opt/python/.built' || { tail -30 "$ROOT/build/make.log" >&2; return 1; }
}
