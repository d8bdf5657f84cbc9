#!/usr/bin/env bash
# The main job on a real instrumented library, on this machine, without Docker: builds the sample library, generates a corpus of scripts of
# which some raise, exit, crash and hang, and collects its coverage.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
out=${1:-_result/demo}

say() { printf '== %s\n' "$*" >&2; }

say "what the demo needs"
eng/install.sh demo
say "the instrumented library: samples/tinytensor"
samples/tinytensor/build.sh
say "a corpus of scripts"
corpus=$out/corpus
rm -rf "$out"
mkdir -p "$corpus"
python3 samples/tinytensor/make_corpus.py "$corpus"
say "dotnet cov-collect"
eng/publish.sh _result/tool
tool() { dotnet _result/tool/dotnet-cov-collect.dll "$@"; }

tool run "$corpus" --library tinytensor --baseline demo --interval 60 --timeout 2 -o "$out"

say "LLVM's own tools read the profiles"
profile=$out/profdata/demo/cumulative.profdata
for version in 22 19 16 14 ""; do
  profdata=llvm-profdata${version:+-$version}
  command -v "$profdata" >/dev/null && break
done
if command -v "$profdata" >/dev/null; then
  "$profdata" show "$profile"
fi
say "results are in $out"
