#!/bin/sh
# Builds tinytensor with LLVM coverage: OUTDIR/libtinytensor_core.so (the library) and OUTDIR/tinytensor.abi3.so (the
# Python module, for any Python from 3.8 on). Use it with PYTHONPATH=OUTDIR.
#
# usage: build.sh [OUTDIR]          default: the folder "build" beside this script
#   CXX       compiler; default: the first of clang++-19, -22, -16, -14, clang++ that is there
#   CXXFLAGS  flags added at the end, for example -fcoverage-mcdc
#   PYTHON    interpreter whose headers are used; default /usr/bin/python3, else python3
#   JOBS      compilations at a time; default: the number of processors
#
# The result depends on the compiler and the headers only, not on where it is built: same build id everywhere.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=${1:-$here/build}
mkdir -p "$out"
out=$(CDPATH='' cd -- "$out" && pwd)

fail() {
    echo "build.sh: $1" >&2
    exit 4
}

if [ -z "${CXX:-}" ]; then
    for candidate in clang++-19 clang++-22 clang++-16 clang++-14 clang++; do
        if command -v "$candidate" >/dev/null 2>&1; then
            CXX=$candidate
            break
        fi
    done
fi
[ -n "${CXX:-}" ] || fail "no clang++ found; install it with: eng/install.sh demo"
if [ -z "${PYTHON:-}" ]; then
    PYTHON=/usr/bin/python3
    [ -x "$PYTHON" ] || PYTHON=python3
fi
include=$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_paths()["include"])') || fail "cannot run $PYTHON"
[ -f "$include/Python.h" ] || fail "$include/Python.h is missing; install it with: eng/install.sh demo"

# Sources are named relative to the folder, and recorded as samples/tinytensor/…: what a checkout calls them.
cd "$here"
objects=$(mktemp -d "$out/.objects.XXXXXX")
trap 'rm -rf "$objects"' EXIT
trap 'exit 130' INT TERM
flags="-std=c++17 -O1 -g -fPIC -Wall -Wextra -Wno-deprecated-declarations -fprofile-instr-generate -fcoverage-mapping
    -fdebug-compilation-dir=. -fcoverage-compilation-dir=. -ffile-prefix-map=$here/=samples/tinytensor/ -ffile-prefix-map=$include=python-headers
    -ffile-prefix-map=src/=samples/tinytensor/src/ -ffile-prefix-map=include/=samples/tinytensor/include/
    -ffile-prefix-map=python/=samples/tinytensor/python/
    -DPy_LIMITED_API=0x03080000 -Iinclude -isystem $include"

# The list of sources is sorted by the shell: the order of the objects is part of the result.
jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)}
for source in src/*.cpp python/*.cpp; do
    echo "$source"
done | LC_ALL=C sort | xargs -P "$jobs" -I{} sh -c '
    name=$(echo "$2" | tr / _)
    # shellcheck disable=SC2086
    exec $3 $4 $5 -c "$2" -o "$1/${name%.cpp}.o"
' build "$objects" {} "$CXX" "$flags" "${CXXFLAGS:-}"

link="-shared -fprofile-instr-generate -Wl,--build-id=sha1 -Wl,-rpath,\$ORIGIN -Wl,-z,defs"
# shellcheck disable=SC2086
$CXX $link ${CXXFLAGS:-} -pthread -Wl,-soname,libtinytensor_core.so "$objects"/src_*.o -o "$objects/libtinytensor_core.so"
# The interpreter provides the Python symbols.
# shellcheck disable=SC2086
$CXX $link -Wl,-z,undefs ${CXXFLAGS:-} "$objects"/python_*.o -L"$objects" -ltinytensor_core -o "$objects/tinytensor.abi3.so"
# Renamed, not written in place: a process that has the old files loaded keeps them.
mv -f "$objects/libtinytensor_core.so" "$objects/tinytensor.abi3.so" "$out/"
echo "$out/tinytensor.abi3.so ($($CXX --version | head -n 1))"
