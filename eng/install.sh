#!/bin/sh
# Installs what parts of the project need, with apt, when they are missing; says exactly what is missing when it cannot.
#
# usage: eng/install.sh COMPONENT…      --list prints the packages of each component instead
#   demo     the smallest set that builds samples/tinytensor: one clang with its profile runtime, headers of Python
#   clang    all LLVM releases that the tests compare with
#   rust     a Rust compiler, unless one is on the path
#   torch    PyTorch, its headers, and what samples/torch-ops needs
#   docker   a container engine
#   cross    compilers and emulators for arm64 and musl
#   reports  programs that read reports, to check ours
#   bench    what the benchmarks need
#
# Exit codes: 0 everything needed is there; 2 wrong usage; 4 something needed is missing and could not be installed.
# A second call is quick: it asks dpkg only.
set -eu
LC_ALL=C
export LC_ALL

# Packages of a component, one per line: "need NAME" or "want NAME" (the distribution may not have it: reported, not an
# error), or "one NAME…": the first of them that is there, else the first that the distribution has.
packages_of() {
    case $1 in
    demo)
        echo "one clang-19,llvm-19,libclang-rt-19-dev clang-22,llvm-22,libclang-rt-22-dev clang-16,llvm-16,libclang-rt-16-dev clang-14,llvm-14,libclang-rt-14-dev"
        echo "need python3"
        echo "need python3-dev"
        ;;
    clang)
        for release in 14 16 19; do
            echo "need clang-$release"
            echo "need llvm-$release"
            echo "need libclang-rt-$release-dev"
        done
        # Builds that the tool instruments.
        for name in make ninja-build cmake; do
            echo "need $name"
        done
        # Links what is compiled for macOS and Windows.
        echo "need lld-19"
        # Its runtime is in libclang-common-13-dev, which clang-13 depends on.
        echo "want clang-13"
        echo "want llvm-13"
        echo "want clang-22"
        echo "want llvm-22"
        echo "want libclang-rt-22-dev"
        ;;
    torch)
        for name in clang-14 llvm-14 libclang-rt-14-dev python3 python3-dev python3-torch libtorch-dev pybind11-dev python3-numpy; do
            echo "need $name"
        done
        ;;
    docker)
        # mmdebstrap makes a base image where none can be pulled.
        for name in docker.io iptables; do
            echo "need $name"
        done
        echo "want mmdebstrap"
        ;;
    reports)
        # Independent readers of reports: lcov with genhtml, xmllint.
        for name in lcov libxml2-utils; do
            echo "need $name"
        done
        ;;
    cross)
        for name in gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user musl musl-tools; do
            echo "need $name"
        done
        ;;
    rust)
        # Any rustc will do: the tests ask it for its LLVM release.
        command -v rustc >/dev/null 2>&1 || echo "need rustc"
        command -v cargo >/dev/null 2>&1 || echo "need cargo"
        ;;
    bench)
        packages_of torch
        ;;
    *)
        return 1
        ;;
    esac
}

installed() {
    [ "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null)" = "install ok installed" ]
}

all_installed() {
    for name in $(echo "$1" | tr , ' '); do
        installed "$name" || return 1
    done
}

# Does the package index know a version that can be installed?
available() {
    for name in $(echo "$1" | tr , ' '); do
        apt-cache policy "$name" 2>/dev/null | grep -q '^  Candidate: [^(]' || return 1
    done
}

components="demo clang rust torch docker cross reports bench"
usage() {
    echo "usage: eng/install.sh [--list] COMPONENT…   components: $components" >&2
    exit 2
}

list=no
if [ "${1:-}" = --list ]; then
    list=yes
    shift
    [ $# -gt 0 ] || set -- $components
fi
[ $# -gt 0 ] || usage
for component; do
    packages_of "$component" >/dev/null || usage
done
if [ $list = yes ]; then
    for component; do
        echo "$component:"
        packages_of "$component" | sed 's/^/  /'
    done
    exit 0
fi

plan=$(for component; do packages_of "$component"; done | sort -u)

# Sets `missing` and `optional` to what is not there, as alternatives "a,b c,d" are: one line each.
survey() {
    missing=
    optional=
    while read -r kind rest; do
        case $kind in
        need) installed "$rest" || missing="$missing $rest" ;;
        want) installed "$rest" || optional="$optional $rest" ;;
        one)
            choice=
            for set in $rest; do
                if all_installed "$set"; then
                    choice=$set
                    break
                fi
            done
            [ -n "$choice" ] && continue
            for set in $rest; do
                if available "$set"; then
                    choice=$set
                    break
                fi
            done
            [ -n "$choice" ] || choice=${rest%% *}
            missing="$missing $(echo "$choice" | tr , ' ')"
            ;;
        esac
    done <<PLAN
$plan
PLAN
}

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    echo "eng/install.sh: no apt on this system. Install the equivalents of these Debian packages yourself:" >&2
    echo "$plan" | sed 's/^/  /' >&2
    exit 4
fi

# Is there a package index at all? A fresh container has none.
indexed() {
    for file in /var/lib/apt/lists/*_Packages*; do
        [ -e "$file" ] && return 0
    done
    return 1
}

survey
if [ -z "$missing" ] && indexed; then
    # Optional packages that the distribution does not have are no reason to ask for a new index every time.
    installable=
    for name in $optional; do
        if available "$name"; then
            installable="$installable $name"
        else
            echo "eng/install.sh: $name is optional and not in this distribution: left out" >&2
        fi
    done
    [ -n "$installable" ] || exit 0
elif [ -z "$missing$optional" ]; then
    exit 0
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        as_root=cannot
    fi
fi

if [ "$as_root" = cannot ]; then
    if [ -n "$optional" ]; then
        echo "eng/install.sh: optional, missing:$optional" >&2
    fi
    [ -n "$missing" ] || exit 0
    echo "eng/install.sh: missing:$missing" >&2
    echo "eng/install.sh: install them with: sudo apt-get update && sudo apt-get install --no-install-recommends$missing" >&2
    exit 4
fi

apt() {
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 "$@" >&2
}

# An index that is stale or absent (as in a fresh container) is no reason to give up before it was refreshed. One that
# cannot be refreshed may still be good enough.
apt update || echo "eng/install.sh: apt-get update failed; trying with the index that is there" >&2
survey

wanted=
for name in $missing; do
    if available "$name"; then
        wanted="$wanted $name"
    else
        echo "eng/install.sh: $name is needed, but this distribution has no such package" >&2
    fi
done
for name in $optional; do
    if available "$name"; then
        wanted="$wanted $name"
    else
        echo "eng/install.sh: $name is optional and not in this distribution: left out" >&2
    fi
done
if [ -n "$wanted" ]; then
    # shellcheck disable=SC2086
    apt install -y --no-install-recommends $wanted || echo "eng/install.sh: apt-get install failed" >&2
fi

survey
if [ -n "$missing" ]; then
    echo "eng/install.sh: still missing:$missing" >&2
    echo "eng/install.sh: install them with: ${as_root:+sudo }apt-get install --no-install-recommends$missing" >&2
    exit 4
fi
