#!/usr/bin/env python3
"""What the package CovTools.MSBuild costs a build that collects nothing.

usage: msbuild_overhead.py [--projects N] [--rounds N] [--packages DIR]

Makes N trivial projects that take the package and N that do not, builds all once, then builds both sets again and again in turns, with one node and nothing to do, and
prints the medians. The package is made by eng/pack.sh, unless --packages names a folder where it is.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIMIT_MS = 30


def make(folder: pathlib.Path, packages: pathlib.Path, count: int, takes_package: bool) -> None:
    folder.mkdir()
    (folder / "nuget.config").write_text(
        f'<configuration><packageSources><clear/><add key="packed" value="{packages}"/></packageSources></configuration>\n')
    reference = '<PackageReference Include="CovTools.MSBuild" Version="0.1.0" PrivateAssets="all" />' if takes_package else ""
    for number in range(count):
        project = folder / f"p{number}"
        project.mkdir()
        (project / f"p{number}.csproj").write_text(
            f"""<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup>{reference}</ItemGroup>
</Project>
""")
        (project / "Class1.cs").write_text("public static class Class1;\n")
    names = ";".join(f"p{number}/p{number}.csproj" for number in range(count))
    (folder / "all.proj").write_text(
        f"""<Project>
  <Target Name="Restore"><MSBuild Projects="{names}" Targets="Restore" Properties="MSBuildRestoreSessionId=1" /></Target>
  <Target Name="Build"><MSBuild Projects="{names}" Targets="Build" /></Target>
</Project>
""")


def build(folder: pathlib.Path, target: str, environment: dict) -> float:
    begun = time.perf_counter()
    done = subprocess.run(["dotnet", "msbuild", "all.proj", f"-t:{target}", "-m:1", "-nodeReuse:false", "-v:q", "--nologo"],
                          cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    return time.perf_counter() - begun


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--packages", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="covtools-bench-") as name:
        work = pathlib.Path(name)
        packages = options.packages
        if packages is None:
            packages = work / "packages"
            subprocess.run([ROOT / "eng/pack.sh", packages], check=True, stdout=subprocess.DEVNULL)
        environment = os.environ | {
            "NUGET_PACKAGES": str(work / "cache"), "MSBUILDDISABLENODEREUSE": "1", "DOTNET_CLI_USE_MSBUILD_SERVER": "0", "DOTNET_NOLOGO": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1"}
        sets = {"without": work / "without", "with": work / "with"}
        for kind, folder in sets.items():
            make(folder, packages.resolve(), options.projects, kind == "with")
            build(folder, "Restore", environment)
            build(folder, "Build", environment)
        times = {kind: [] for kind in sets}
        for _ in range(options.rounds):
            for kind, folder in sets.items():
                times[kind].append(build(folder, "Build", environment))
    for kind, seconds in times.items():
        print(f"{kind:8} {statistics.median(seconds):6.2f} s for {options.projects} projects (of {', '.join(f'{s:.2f}' for s in seconds)})")
    each = (statistics.median(times["with"]) - statistics.median(times["without"])) / options.projects * 1000
    print(f"overhead {each:.1f} ms a project (wanted: below {LIMIT_MS} ms)")
    return 0 if each < LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
