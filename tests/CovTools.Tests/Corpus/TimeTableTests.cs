using CovTools.Corpus;

namespace CovTools.Tests.Corpus;

public sealed class TimeTableTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TempFolder _tables = new();

    public void Dispose()
    {
        _folder.Dispose();
        _tables.Dispose();
    }

    [Theory]
    [InlineData("path,time,t0\ng/a.py,100.5,40\n\"g/b,\"\"x\"\"\ny.py\",200,40\n")]
    [InlineData("\uFEFFnote, Path ,TIME,group_start\r\n,g/a.py,100.5,40\r\n\r\n,\"g/b,\"\"x\"\"\ny.py\",1970-01-01T00:03:20Z,\r\n")]
    [InlineData("{\"path\":\"g/a.py\",\"time\":100.5,\"t0\":40}\n\n{\"path\":\"g/b,\\\"x\\\"\\ny.py\",\"time\":\"200\",\"t0\":null,\"more\":[1]}")]
    [InlineData("\n{\"path\":\"./g/a.py\",\"time\":100.5,\"group_start\":\"1970-01-01T00:00:40Z\"}\n{\"path\":\"ROOT/g/b,\\\"x\\\"\\ny.py\",\"time\":2e2}")]
    public void CsvAndJsonLinesSayTheSame(string table)
    {
        _folder.Write("g/a.py");
        _folder.Write("g/b,\"x\"\ny.py");
        _folder.Write("g/c.py");

        var corpus = Scan(table.Replace("ROOT", _folder.Root, StringComparison.Ordinal), StartTime.File);

        corpus.Scripts.Select(script => (script.Time, script.Offset.TotalSeconds, script.TimeSource)).ShouldBe(
            [(100.5, 60.5, TimeSourceKind.File), (200, 160, TimeSourceKind.File)]);
        corpus.LeftOut.ShouldBe([new LeftOutScript("g/c.py", LeftOutReason.NoTime)]);
        corpus.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void PathsThatAreNoScriptsGiveAWarning()
    {
        _folder.Write("g/a.py");

        Scan("path,time\ng/a.py,1\ng/z.py,2\n").Warnings.ShouldHaveSingleItem().ShouldContain("1 of the 2 paths");
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("file,time\n", "line 1: the header has no column 'path'")]
    [InlineData("path;time\n", "line 1: the header has no column 'path'")]
    [InlineData("path,when\n", "line 1: the header has no column 'time'")]
    [InlineData("path,time\ng/a.py,1\ng/b.py,x\n", "line 3: time: 'x' is neither")]
    [InlineData("path,time\ng/a.py,1700000000000\n", "line 2: time: '1700000000000' is neither")]
    [InlineData("path,time\ng/a.py\n", "line 2: 1 fields where the header has 2")]
    [InlineData("path,time\ng/a.py,1,2\n", "line 2: 3 fields where the header has 2")]
    [InlineData("path,time\n\"g/a.py,1\n", "line 2: the quote that begins a field is never closed")]
    [InlineData("path,time\ng\"a.py,1\n", "line 2: a quote within a field")]
    [InlineData("path,time\n\"g\"a.py,1\n", "line 2: text after the quote")]
    [InlineData("path,time\n\"a\nb\",1\ng/a.py,NaN\n", "line 4: time: 'NaN'")]
    [InlineData("path,time\ng/a.py,1\ng/a.py,2\n", "line 3: 'g/a.py' has another time here than on line 2")]
    [InlineData("path,time,t0\ng/a.py,1,z\n", "line 2: t0: 'z' is neither")]
    [InlineData("{\"path\":\"g/a.py\",\"time\":1}\n[]\n", "line 2: not a JSON object")]
    [InlineData("{\"path\":\"g/a.py\",\"time\":1}\n{\"path\":1,\"time\":1}\n", "line 2: 'path' must be a string")]
    [InlineData("{\"path\":\"g/a.py\",\"time\":true}\n", "line 1: 'time' must be a number")]
    [InlineData("{\"path\":\"g/a.py\"}\n", "line 1: 'time' must be a number")]
    [InlineData("{\"path\":\"g/a.py\",\"time\":1e99}\n", "line 1: time: '1e99' is neither")]
    [InlineData("{\"path\":\"g/a.py\",\"time\"\n", "line 1: not valid JSON")]
    [InlineData("{\"path\":\"\\ud800\",\"time\":1}\n", "line 1: not valid JSON")]
    public void WrongFilesAreErrorsWithALineNumber(string table, string message)
    {
        _folder.Write("g/a.py");

        Should.Throw<MalformedDataException>(() => Scan(table)).Message.ShouldContain(message);
    }

    [Fact]
    public void AHugeFieldOrLineIsAnError()
    {
        var long1 = new string('x', 1_000_000);

        Should.Throw<MalformedDataException>(() => Scan($"path,time\n{long1},1\n")).Message.ShouldContain("line 2: a field of more than");
        Should.Throw<MalformedDataException>(() => Scan($"{{\"path\":\"{long1}\"}}\n")).Message.ShouldContain("line 1: longer than");
        Should.Throw<MalformedDataException>(() => Scan(new string(',', 1000))).Message.ShouldContain("line 1: more than 256 fields");
    }

    [Fact]
    public void BytesThatAreNotUtf8AreAnError()
    {
        var table = _tables.Write("times.csv");
        File.WriteAllBytes(table, [.. "path,time\n"u8, 0xFF, .. ",1\n"u8]);

        Should.Throw<MalformedDataException>(() => ScanWith(table, StartTime.First)).Message.ShouldContain("not valid UTF-8");
    }

    [Theory]
    [InlineData("path,time,t0\ng/a.py,100.5,40\n\"g/b\"\"\n.py\",2023-11-14T22:13:20Z,40\n")]
    [InlineData("{\"path\":\"g/a.py\",\"time\":100.5,\"t0\":40}\n{\"path\":\"g/\\u00fc.py\",\"time\":\"2023-11-14T22:13:20Z\"}\n")]
    public void AFileWithAnyBitFlippedOrCutOffAnywhereIsReadOrAnError(string table)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(table);
        var path = _tables.Write("times");
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            ReadOrFail(path, flipped);
            ReadOrFail(path, bytes[..(bit / 8)]);
        }
    }

    [Fact]
    public void AMissingFileIsAUsageError()
    {
        Should.Throw<UsageException>(() => ScanWith(Path.Join(_tables.Root, "none.csv"), StartTime.First)).Message.ShouldContain("none.csv");
    }

    [Fact]
    public void AGroupHasOneStart()
    {
        _folder.Write("g/a.py");
        _folder.Write("g/b.py");

        Should.Throw<MalformedDataException>(() => Scan("path,time,t0\ng/a.py,10,1\ng/b.py,10,2\n", StartTime.File))
            .Message.ShouldContain("line 3: the group 'g' starts at 2 here, but at 1 on line 2");
        Should.Throw<UsageException>(() => Scan("path,time\ng/a.py,10\n", StartTime.File)).Message.ShouldContain("gives no t0 for any script of the group 'g'");
    }

    private void ReadOrFail(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        try
        {
            TimeTable.Load(path, _folder.Root, TestContext.Current.CancellationToken).Count.ShouldBeInRange(0, 2);
        }
        catch (MalformedDataException exception)
        {
            exception.Message.ShouldContain("line ");
        }
    }

    private ScannedCorpus Scan(string table, StartTime? start = null) => ScanWith(_tables.Write("times", text: table), start ?? StartTime.First);

    private ScannedCorpus ScanWith(string table, StartTime start) => CorpusScanner.Scan(
        _folder.Root, new CorpusOptions { TimeSource = TimeSource.FromFile(table), StartTime = start }, cancellationToken: TestContext.Current.CancellationToken);
}
