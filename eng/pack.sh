#!/usr/bin/env bash
# Makes all packages in a folder.
#
# usage: eng/pack.sh [OUTDIR]           default: _result/packages
#
# The same commit gives the same bytes, whatever the folder, the time and the machine: assemblies are built as for a release (CI=true), and the
# time in the packages is that of the commit, or SOURCE_DATE_EPOCH when it is set. Everything in between goes to .cache/pack (COVTOOLS_PACK_WORK: to
# another folder), so that plain builds stay as they are. Analyzers do not run: they have no part in what is made.
# On a machine without a compiler for the other architecture COVTOOLS_PACK_PARTIAL=true leaves its libcovrt out.
set -euo pipefail
cd "$(dirname "$0")/.."
case ${1:-} in
  -*) echo "usage: eng/pack.sh [OUTDIR]" >&2; exit 2 ;;
esac
out=$(mkdir -p "${1:-_result/packages}" && cd "${1:-_result/packages}" && pwd)

# One line for each package.
projects="
src/CovTools/CovTools.csproj
src/CovTools.Cli/CovTools.Cli.csproj
src/CovTools.MSBuild/CovTools.MSBuild.csproj
src/CovTools.Testing/CovTools.Testing.csproj
"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
[ "${COVTOOLS_PACK_PARTIAL:-}" = true ] || export CI=true
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)}
export SOURCE_DATE_EPOCH

work=${COVTOOLS_PACK_WORK:-$PWD/.cache/pack}
# Packages that are there would be taken for up to date, whatever time is in them.
fresh=$work/fresh
rm -rf "$fresh"
for project in $projects; do
  dotnet pack "$project" -c Release -o "$fresh" --artifacts-path "$work" -v quiet --nologo -p:ContinuousIntegrationBuild=true -p:RunAnalyzers=false \
    -p:RestorePackagesWithLockFile=false -p:NuGetLockFilePath="$work/no-lock-file"
done
cp "$fresh"/* "$out"/
ls "$fresh"
