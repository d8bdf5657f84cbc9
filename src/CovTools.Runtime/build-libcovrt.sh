#!/bin/sh
# Builds libcovrt and libmemcov: build-libcovrt.sh OUTDIR [x64|arm64|all]
# makes libcovrt.so and libmemcov.so in OUTDIR/linux-x64 and OUTDIR/linux-arm64. Without a second word: this machine's. CC overrides the compiler of
# this machine's architecture. Exit code 0; 1 the compiler failed; 2 wrong usage; 4 no compiler for the architecture.
set -eu

usage() { echo "usage: build-libcovrt.sh OUTDIR [x64|arm64|all]" >&2; exit 2; }
[ $# -ge 1 ] && [ $# -le 2 ] || usage
out=$1
case $(uname -s)-$(uname -m) in
  Linux-x86_64) native=x64 ;;
  Linux-aarch64) native=arm64 ;;
  *) native=other ;; # a C compiler of another system makes no Linux libraries
esac
case ${2:-$native} in
  x64 | arm64) wanted=${2:-$native} ;;
  all) wanted="x64 arm64" ;;
  *) usage ;;
esac
sources=$(cd "$(dirname "$0")" && pwd)

has() { command -v "$1" >/dev/null 2>&1; }

# Debian's clang is installed under names with a release.
releases="-22 -21 -20 -19 -18 -17 -16 -15 -14"

# Prints the command that compiles for $1, or fails.
compiler() {
  case $1 in
    x64) cross=x86_64-linux-gnu ;;
    arm64) cross=aarch64-linux-gnu ;;
  esac
  if [ "$1" = "$native" ]; then
    for command in ${CC:+"$CC"} cc gcc clang $(for release in $releases; do echo "clang$release"; done); do
      if has "${command%% *}" && has ld; then echo "$command"; return; fi
    done
  fi
  if has "$cross-gcc"; then echo "$cross-gcc"; return; fi
  for version in "" $releases; do
    if has "clang$version" && has "ld.lld$version"; then
      echo "clang$version --target=$cross --ld-path=$(command -v "ld.lld$version")"
      return
    fi
  done
  return 1
}

build() {
  if ! command=$(compiler "$1"); then
    case $1 in
      "$native") echo "build-libcovrt.sh: no C compiler: install gcc or clang (Debian: apt-get install gcc)" >&2 ;;
      x64) echo "build-libcovrt.sh: no compiler for linux-x64: install gcc-x86-64-linux-gnu, or clang and lld" >&2 ;;
      arm64) echo "build-libcovrt.sh: no compiler for linux-arm64: install gcc-aarch64-linux-gnu, or clang and lld" >&2 ;;
    esac
    exit 4
  fi
  directory=$out/linux-$1
  mkdir -p "$directory"
  temporary=$directory/new.$$ # where the names are the final ones, because the second library is linked to the first
  mkdir -p "$temporary"
  trap 'rm -rf "$temporary"' EXIT
  flags="-std=c11 -O2 -Wall -Wextra -Werror -fPIC -ffreestanding -fvisibility=hidden -fno-stack-protector -fno-asynchronous-unwind-tables"
  case $command in
    clang*) ;;
    *) flags="$flags -fno-tree-loop-distribute-patterns" ;; # would turn memset's loop into a call of memset
  esac
  if [ "$1" = arm64 ]; then flags="$flags -mno-outline-atomics"; fi # these live in a library of the compiler's
  # No C library and nothing of the compiler's: so there is no version of them that the result could ask for.
  # shellcheck disable=SC2086
  link() {
    name=$1
    shift
    $command $flags -shared -nostdlib -nostdinc -isystem "$($command -print-file-name=include)" \
      -Wl,-soname,"$name.so",-z,now,-z,relro,-z,noexecstack,-z,nodelete,--hash-style=both,--build-id,-s -o "$temporary/$name.so" "$@"
  }
  link libcovrt "$sources"/libcovrt/*.c
  link libmemcov "$sources"/libmemcov/*.c -L"$temporary" -lcovrt -Wl,-rpath,'$ORIGIN'
  mv -f "$temporary/libcovrt.so" "$temporary/libmemcov.so" "$directory" # in one step each: other builds may be reading them
  rmdir "$temporary"
  trap - EXIT
}

for architecture in $wanted; do build "$architecture"; done
