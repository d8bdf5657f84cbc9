#!/bin/sh
# Builds torch_ops, a Python module with operators for PyTorch, with LLVM coverage of the operators and of the PyTorch
# headers that they are made of: OUTDIR/torch_ops.so. Use it with PYTHONPATH=OUTDIR, after `import torch`.
#
# usage: build.sh [OUTDIR]          default: the folder "build" beside this script
#   CXX       compiler; default: the first of clang++-14, -16, -19, -22, clang++ that is there
#   CXXFLAGS  flags added at the end
#   PYTHON    interpreter that has torch; default /usr/bin/python3, else python3
#   JOBS      compilations at a time; default: the number of processors. Each needs up to 1 GB of memory.
#
# A minute on two cores. The result does not depend on where it is built.
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
    for candidate in clang++-14 clang++-16 clang++-19 clang++-22 clang++; do
        if command -v "$candidate" >/dev/null 2>&1; then
            CXX=$candidate
            break
        fi
    done
fi
[ -n "${CXX:-}" ] || fail "no clang++ found; install it with: eng/install.sh torch"
if [ -z "${PYTHON:-}" ]; then
    PYTHON=/usr/bin/python3
    [ -x "$PYTHON" ] || PYTHON=python3
fi
# Headers and libraries: of the distribution (in the compiler's own paths), or inside of an installed wheel.
settings=$("$PYTHON" - <<'PROGRAM'
import os, sys, sysconfig
try:
    import torch
except ImportError:
    sys.exit(f"build.sh: {sys.executable} has no torch; install it with: eng/install.sh torch")
root = os.path.dirname(torch.__file__)
print("python=" + sysconfig.get_paths()["include"])
print("library=" + os.path.join(root, "lib"))
print("abi=%d" % torch._C._GLIBCXX_USE_CXX11_ABI)
system = "/usr/include/ATen/ATen.h"
inside = os.path.join(root, "include")
if os.path.realpath(os.path.join(inside, "ATen", "ATen.h")) == os.path.realpath(system):
    inside = ""
print("headers=" + (inside if os.path.isdir(inside) else ""))
PROGRAM
) || exit 4
python=$(echo "$settings" | sed -n 's/^python=//p')
library=$(echo "$settings" | sed -n 's/^library=//p')
headers=$(echo "$settings" | sed -n 's/^headers=//p')
abi=$(echo "$settings" | sed -n 's/^abi=//p')
[ -f "$python/Python.h" ] || fail "$python/Python.h is missing; install it with: eng/install.sh torch"
[ -n "$headers" ] || [ -f /usr/include/ATen/ATen.h ] || fail "the headers of torch are missing; install them with: eng/install.sh torch"

# clang leaves system headers out of the mapping; these prefixes of #include lines are declared not to be system headers.
# (-mllvm -system-headers-coverage, of newer releases, would add the C++ standard library as well.)
own="--no-system-header-prefix=ATen/ --no-system-header-prefix=c10/ --no-system-header-prefix=torch/"
cd "$here"
objects=$(mktemp -d "$out/.objects.XXXXXX")
trap 'rm -rf "$objects"' EXIT
trap 'exit 130' INT TERM
# -w: the headers of this release give hundreds of warnings with newer compilers.
flags="-std=c++17 -O1 -g1 -fPIC -w -fvisibility=hidden -fprofile-instr-generate -fcoverage-mapping $own
    -fdebug-compilation-dir=. -fcoverage-compilation-dir=. -ffile-prefix-map=$here/=samples/torch-ops/
    -ffile-prefix-map=src/=samples/torch-ops/src/
    -D_GLIBCXX_USE_CXX11_ABI=$abi -DTORCH_EXTENSION_NAME=torch_ops -isystem $python"
if [ -n "$headers" ]; then
    flags="$flags -isystem $headers -isystem $headers/torch/csrc/api/include"
fi

jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)}
for source in src/*.cpp; do
    echo "$source"
done | LC_ALL=C sort | xargs -P "$jobs" -I{} sh -c '
    name=$(basename "$2" .cpp)
    # shellcheck disable=SC2086
    exec $3 $4 $5 -c "$2" -o "$1/$name.o"
' build "$objects" {} "$CXX" "$flags" "${CXXFLAGS:-}"

# `import torch` has loaded the libraries before this one: no run path is needed.
# shellcheck disable=SC2086
$CXX -shared -fprofile-instr-generate -Wl,--build-id=sha1 ${CXXFLAGS:-} "$objects"/*.o -L"$library" \
    -ltorch_python -ltorch -ltorch_cpu -lc10 -o "$objects/torch_ops.so"
mv -f "$objects/torch_ops.so" "$out/"
echo "$out/torch_ops.so ($($CXX --version | head -n 1))"
