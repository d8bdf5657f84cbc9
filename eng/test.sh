#!/usr/bin/env bash
# Sets up what the tests need and runs them all. Ends with a line "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { printf '== %s\n' "$*"; }

say "components"
eng/install.sh demo clang rust torch docker cross reports
dotnet tool restore
say "container engine and images"
eng/docker.sh
say "samples"
samples/tinytensor/build.sh
samples/torch-ops/build.sh

say "build"
dotnet build CovTools.sln -v quiet

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
failed=0
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  say "$name"
  # Started in the background, a shell's children ignore Ctrl-C; the tests press it.
  env --default-signal=INT dotnet test "$project" --no-build --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=normal" --results-directory "$results" || failed=1
done

# The counts of all projects, from their result files.
awk '
  /<Counters / {
    match($0, /total="[0-9]+"/);  total  += substr($0, RSTART + 7, RLENGTH - 8)
    match($0, /passed="[0-9]+"/); passed += substr($0, RSTART + 8, RLENGTH - 9)
    match($0, /failed="[0-9]+"/); bad    += substr($0, RSTART + 8, RLENGTH - 9)
  }
  END {
    printf "%d passed, %d failed, %d skipped\n", passed, bad, total - passed - bad
    exit (bad > 0 || passed == 0)
  }' "$results"/*.trx || failed=1
exit "$failed"
