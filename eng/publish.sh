#!/usr/bin/env bash
# Makes the tool in a folder, compiled ahead of time for this machine (ReadyToRun): a run spends less time on compiling it.
#
# usage: eng/publish.sh [OUTDIR]        default _result/tool; then: dotnet OUTDIR/dotnet-cov-collect.dll run …
#
# The compiler is a NuGet package for this machine's system. Where it cannot be had, the tool is published without, with a warning.
# Everything in between goes to .cache/publish, so that plain builds stay as they are.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
case ${1:-_result/tool} in
  -*) echo "usage: eng/publish.sh [OUTDIR]" >&2; exit 2 ;;
  *) out=${1:-_result/tool} ;;
esac

project=src/CovTools.Cli
between=$PWD/.cache/publish
system=$(dotnet msbuild "$project" -getProperty:NETCoreSdkPortableRuntimeIdentifier)

publish() {
  # Lock files are of builds for every system; versions are those of Directory.Packages.props all the same.
  dotnet publish "$project" -c Release -o "$out" --artifacts-path "$between" -v quiet --nologo \
    -p:RestorePackagesWithLockFile=false -p:NuGetLockFilePath="$between/no-lock-file" "$@"
}

log=$between/compiled.log
mkdir -p "$between"
# Generic code of the platform with types of ours is compiled, too: the running program would have to do it otherwise.
if ! publish -r "$system" --self-contained false -p:PublishReadyToRun=true "-p:PublishReadyToRunCrossgen2ExtraArgs=--opt-cross-module:*" >"$log" 2>&1; then
  # A compiler error is not hidden by this: it happens again.
  publish >&2
  echo "eng/publish.sh: published without compiling ahead of time for $system; $log says why" >&2
fi
