using System.Text;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Profiles.Indexed;

namespace CovTools.Tests.Profiles.Text;

public sealed class TextProfileWriterTests
{
    [Theory]
    [InlineData(13)]
    [InlineData(18)]
    [InlineData(23)]
    public void WhatWasWrittenIsReadBack(int major)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var text = new SampleText(seed) { Header = ":csir\n:entry_first\n", Bitmaps = major >= 18, ValueKinds = 2 }.Make();
            var builder = new ProfileBuilder(new LlvmRelease(major));
            builder.Add(Open(Encoding.UTF8.GetBytes(text)));
            var names = builder.Records.Select(record => record.NameHash).ToHashSet();

            var profile = Open(Write(builder));

            profile.Records().Select(ProfileBytes.Describe).Order().ShouldBe(builder.Records.Select(record => ProfileBytes.Describe(WithoutOtherNames(record, names))).Order());
            profile.Flags.ShouldBe(builder.Flags);
        }
    }

    [Fact]
    public void ARecordWithoutANameIsRefusedBeforeAnythingIsWritten()
    {
        var builder = new ProfileBuilder(new LlvmRelease(19));
        builder.Add(FunctionRecord.Create("", 1, new ulong[] { 1 }));
        using var stream = new MemoryStream();

        Should.Throw<InvalidOperationException>(() => TextProfileWriter.Write(builder, stream));

        stream.Length.ShouldBe(0);
    }

    [Fact]
    public void NamesOfVirtualTablesAreWrittenOnlyWhenTheyAreKept()
    {
        var profile = Open("f\n1\n1\n1\n1\n2\n1\n1\n_ZTV1A:3\n"u8.ToArray());
        var builder = new ProfileBuilder(new LlvmRelease(19));
        builder.Add(profile);

        Encoding.UTF8.GetString(Write(builder)).ShouldContain("\n** External Symbol **:3\n");
        Encoding.UTF8.GetString(Write(builder, new ProfileWriteOptions { KeepVirtualTableNames = true })).ShouldContain("\n_ZTV1A:3\n");
        Encoding.UTF8.GetString(Write(builder, new ProfileWriteOptions { Release = new LlvmRelease(16) })).ShouldNotContain("# ValueKind");
    }

    /// <summary>Values that name no function of the profile lose their names in text.</summary>
    private static FunctionRecord WithoutOtherNames(FunctionRecord record, HashSet<ulong> names)
        => record.Values is not { } values ? record : record with
        {
            Values = new ValueProfile(
                [.. values.Sites(ValueKind.IndirectCallTarget).Select(site => site.Select(value => names.Contains(value.Value) ? value : value with { Value = 0 }).ToArray())],
                values.Sites(ValueKind.MemoryOperationSize),
                []),
        };

    private static TextProfileReader Open(byte[] text) => new(new MemoryByteSource("t.proftext", text));

    private static byte[] Write(ProfileBuilder builder, ProfileWriteOptions? options = null)
    {
        using var stream = new MemoryStream();
        TextProfileWriter.Write(builder, stream, options);
        return stream.ToArray();
    }
}
