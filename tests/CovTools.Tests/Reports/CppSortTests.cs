using System.Diagnostics;
using CovTools.Reports;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Reports;

[Collection("LLVM tools")]
public sealed class CppSortTests
{
    private const string Program = """
        #include <algorithm>
        #include <cstdio>
        #include <utility>
        #include <vector>
        int main() {
          int n, key;
          while (std::scanf("%d", &n) == 1) {
            std::vector<std::pair<int, int>> v;
            for (int i = 0; i < n && std::scanf("%d", &key) == 1; i++) v.push_back({key, i});
            std::sort(v.begin(), v.end(), [](const std::pair<int, int> &a, const std::pair<int, int> &b) { return a.first < b.first; });
            for (auto &p : v) std::printf("%d ", p.second);
            std::printf("\n");
          }
        }
        """;

    [Fact]
    public async Task EqualItemsEndWhereTheLibraryOfCppPutsThem()
    {
        ToolRunner.Require("/usr/bin/g++");
        var program = Toolchain.Build("cpp-sort", output =>
        {
            File.WriteAllText(output + ".cpp", Program);
            ToolRunner.Run("/usr/bin/g++", ["-O1", "-o", output, output + ".cpp"]);
        });
        var random = new Random(1);
        var lists = Enumerable.Range(0, 400).Select(round => Enumerable.Range(0, random.Next(round < 300 ? 60 : 3000)).Select(_ => random.Next(1 + random.Next(40))).ToArray()).Append(Killer(2000)).ToList();

        var ours = lists.Select(list =>
        {
            var items = list.Select((key, index) => (key, index)).ToArray();
            CppSort.Sort(items.AsSpan(), static (in (int Key, int Index) left, in (int Key, int Index) right) => left.Key < right.Key);
            return string.Concat(items.Select(item => item.index + " "));
        });

        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start).ShouldNotBeNull();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        foreach (var list in lists)
        {
            process.StandardInput.WriteLine($"{list.Length} {string.Join(' ', list)}");
        }

        process.StandardInput.Close();
        ours.ShouldBe((await output).TrimEnd('\n').Split('\n'));
    }

    /// <summary>Keys that make medians of three bad, so that the sort has to give up and use its heap.</summary>
    private static int[] Killer(int count)
    {
        var half = count / 2;
        return [.. Enumerable.Range(0, half).Select(i => i % 2 == 0 ? i + 1 : half + i + (half % 2)), .. Enumerable.Range(1, half).Select(i => i * 2)];
    }
}
