#!/bin/sh
# Makes containers work on this machine: an engine that runs, a Debian base image, and the images of the samples.
# Whatever is there already is used, so a second call takes seconds. Prints what it does to standard error.
#
# usage: eng/docker.sh [engine|base|tinytensor|torch-ops]...     default: all of them
#   DOCKER_HOST   an engine of yours; nothing is started then
#   BASE_IMAGE    default debian:bookworm-slim; made from Debian packages when it can be neither found nor pulled
#   JOBS          compilations at a time inside builds
#   LOG_DIR       where the log of a started engine goes; default a new directory under /tmp
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
base=${BASE_IMAGE:-debian:bookworm-slim}
suite=bookworm
pull_seconds=${PULL_SECONDS:-60}

say() { echo "docker.sh: $*" >&2; }

fail() {
    say "$*"
    exit 4
}

# Packages, for a machine that has none of this yet.
need() {
    if command -v "$1" >/dev/null 2>&1; then
        return
    fi
    shift
    command -v apt-get >/dev/null 2>&1 || fail "$1 is missing; install it with your system's package manager"
    [ "$(id -u)" = 0 ] || fail "$1 is missing; install it with: sudo apt-get install $*"
    say "installing $*"
    apt-get update -q >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@" >&2
}

engine_answers() { docker version --format '{{.Server.Version}}' 2>/dev/null | grep -q .; }

wait_for_engine() {
    tries=0
    until engine_answers; do
        tries=$((tries + 1))
        if [ "$tries" -gt 60 ]; then
            return 1
        fi
        sleep 0.5
    done
}

ensure_engine() {
    need docker docker.io iptables
    if engine_answers; then
        say "engine $(docker version --format '{{.Server.Version}}') runs"
        return
    fi
    [ -z "${DOCKER_HOST:-}" ] || fail "the engine at $DOCKER_HOST does not answer"
    [ "$(id -u)" = 0 ] || fail "no engine answers; start it (sudo systemctl start docker), and join the group docker if it runs"
    if command -v systemctl >/dev/null 2>&1 && [ -d /run/systemd/system ]; then
        say "starting the service docker"
        systemctl start docker || true
        if wait_for_engine; then
            return
        fi
    fi
    need dockerd docker.io iptables
    need iptables iptables
    # Several callers at once start one engine.
    exec 9>/tmp/covtools-docker.lock
    flock 9
    if engine_answers; then
        say "engine $(docker version --format '{{.Server.Version}}') runs"
        exec 9>&-
        return
    fi
    logs=${LOG_DIR:-$(mktemp -d /tmp/covtools-docker.XXXXXX)}
    mount_cgroups
    # Without rules for address translation builds still work (they use the host's network then), so that is the second try.
    for options in "" "--iptables=false --bridge=none"; do
        say "starting dockerd $options (log: $logs/dockerd.log)"
        # shellcheck disable=SC2086
        setsid dockerd $options >"$logs/dockerd.log" 2>&1 </dev/null 9>&- &
        daemon=$!
        if wait_for_engine; then
            say "engine $(docker version --format '{{.Server.Version}}') started"
            exec 9>&-
            return
        fi
        kill "$daemon" 2>/dev/null || true
        wait "$daemon" 2>/dev/null || true
    done
    tail -n 20 "$logs/dockerd.log" >&2
    fail "dockerd did not start"
}

# A bare machine without an init system may have no control groups mounted.
mount_cgroups() {
    if [ -e /sys/fs/cgroup/cgroup.controllers ] || [ -d /sys/fs/cgroup/memory ]; then
        return
    fi
    say "mounting control groups"
    mount -t cgroup2 cgroup2 /sys/fs/cgroup || fail "control groups cannot be mounted"
}

# What this machine's apt knows of mirrors and proxies, so that apt inside builds goes the same way.
host_is_suite() { [ -r /etc/os-release ] && grep -q "^VERSION_CODENAME=$suite\$" /etc/os-release && command -v apt-get >/dev/null 2>&1; }

mirror() {
    # $1: "debian" or "debian-security": the last part of the address
    if host_is_suite; then
        # shellcheck disable=SC2016
        apt-get indextargets --format '$(SITE) $(RELEASE)' 2>/dev/null | awk -v want="$1" -v suite="$suite" '
            { site = $1; sub(/\/$/, "", site); count = split(site, part, "/") }
            $2 ~ "^" suite && part[count] == want { print site; exit }'
    fi
}

apt_options() {
    if command -v apt-config >/dev/null 2>&1; then
        apt-config dump | sed -n -E 's/^(Acquire::(http|https|Check-Valid-Until|Check-Date|Retries)[^ ]*) "([^"]+)";$/-o \1=\3/p'
    fi
}

proxies() {
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        eval "value=\${$name:-}"
        [ -z "$value" ] || echo "--build-arg=$name=$value"
    done
}

ensure_base() {
    if docker image inspect "$base" >/dev/null 2>&1; then
        say "$base is there"
        return
    fi
    say "pulling $base"
    if timeout "$pull_seconds" docker pull -q "$base" >&2; then
        return
    fi
    case $base in
    debian:"$suite"*) ;;
    *) fail "$base cannot be pulled" ;;
    esac
    say "it cannot be pulled: making it from Debian packages"
    need mmdebstrap mmdebstrap debian-archive-keyring
    work=$(mktemp -d /tmp/covtools-base.XXXXXX)
    set -- --variant=minbase --components=main
    apt_options >"$work/options"
    while read -r _ option; do
        set -- "$@" --aptopt="${option%%=*} \"${option#*=}\""
    done <"$work/options"
    debian=$(mirror debian)
    mmdebstrap "$@" "$suite" "$work/base.tar" ${debian:+"$debian"} >&2 || {
        rm -rf "$work"
        fail "mmdebstrap failed"
    }
    docker import "$work/base.tar" "$base" >&2
    rm -rf "$work"
}

# $1: name; its sources are samples/NAME, its description docker/NAME/Dockerfile
ensure_image() {
    [ -f "$root/samples/$1/build.sh" ] || fail "samples/$1/build.sh does not exist"
    say "building covtools/$1"
    work=$(mktemp -d /tmp/covtools-image.XXXXXX)
    # Only what the build needs, with one time for all: scripts of the corpus and earlier results do not spoil the cache.
    tar -C "$root/samples/$1" --exclude=./build --exclude=./corpus --exclude=./__pycache__ \
        --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$work/context.tar" .
    cp "$root/docker/$1/Dockerfile" "$work/Dockerfile"
    mkdir "$work/context"
    tar -xf "$work/context.tar" -C "$work/context"
    security=$(mirror debian-security)
    debian=$(mirror debian)
    set -- "$1" --build-arg=BASE="$base" --build-arg=DEBIAN_MIRROR="$debian" --build-arg=DEBIAN_SECURITY_MIRROR="$security" \
        --build-arg=APT_OPTIONS="$(apt_options | tr '\n' ' ')" --build-arg=JOBS="${JOBS:-}"
    for argument in $(proxies); do
        set -- "$@" "$argument"
    done
    # An engine without a bridge has no other network for builds.
    if ! docker network inspect bridge >/dev/null 2>&1; then
        set -- "$@" --network=host
    fi
    name=$1
    shift
    buildkit=0
    if docker buildx version >/dev/null 2>&1; then
        buildkit=1
    fi
    begun=$(date +%s)
    DOCKER_BUILDKIT=$buildkit docker build "$@" -t "covtools/$name" -f "$work/Dockerfile" "$work/context" >"$work/log" 2>&1 || {
        tail -n 60 "$work/log" >&2
        rm -rf "$work"
        fail "covtools/$name cannot be built"
    }
    rm -rf "$work"
    say "covtools/$name is there ($(docker image inspect --format '{{.Size}}' "covtools/$name" | awk '{ printf "%d MB", $1 / 1000000 }'), $(($(date +%s) - begun)) s)"
}

[ $# -gt 0 ] || set -- tinytensor torch-ops
for part in "$@"; do
    case $part in
    engine | base | tinytensor | torch-ops) ;;
    -h | --help)
        sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0"
        exit 0
        ;;
    *)
        say "unknown part '$part'; see --help"
        exit 2
        ;;
    esac
done
ensure_engine
for part in "$@"; do
    case $part in
    engine) ;;
    base) ensure_base ;;
    *)
        ensure_base
        ensure_image "$part"
        ;;
    esac
done
