using System.Buffers.Binary;
using CovTools.Profiles;
using FsCheck;
using FsCheck.Fluent;

namespace CovTools.Tests.Profiles.Indexed;

public sealed class IndexedProfileReaderTests
{
    public static TheoryData<int> AllReleases => [.. Enumerable.Range(LlvmRelease.OldestMajor, LlvmRelease.NewestMajor - LlvmRelease.OldestMajor + 1)];

    [Theory]
    [MemberData(nameof(AllReleases))]
    public void WhatWasWrittenIsReadBack(int major)
        => Check.QuickThrowOnFailure(Prop.ForAll<byte>(seed =>
        {
            var (builder, options) = ProfileBytes.Random(seed, new LlvmRelease(major));

            var profile = ProfileBytes.Open(ProfileBytes.Write(builder, options));
            var records = ProfileBytes.Copy(profile.Records());

            records.Select(ProfileBytes.Describe).Order().ShouldBe(builder.Records.Select(ProfileBytes.Describe).Order());
            profile.Flags.ShouldBe(builder.Flags | (major >= 17 ? ProfileFlags.Temporal : ProfileFlags.None));
            profile.Version.ShouldBe(new LlvmRelease(major).IndexedVersion);
            profile.Release.ShouldNotBeNull().IndexedVersion.ShouldBe(profile.Version);
            profile.BinaryIds.ShouldBe(major >= 16 ? builder.BinaryIds.Order(StringComparer.Ordinal) : []);
            profile.VirtualTableNames.Select(name => Convert.ToHexString(name.Span))
                .ShouldBe(major >= 19 ? builder.VirtualTableNames.Select(name => Convert.ToHexString(name.Span)) : []);
            Traces(profile.Traces).ShouldBe(Traces(major >= 17 ? builder.Traces.ShouldNotBeNull() : TemporalTraces.None));
            profile.Summaries.Count.ShouldBe(2);
            (profile.Summaries[0].Functions + profile.Summaries[1].Functions).ShouldBe((ulong)builder.RecordCount);
        }));

    [Theory]
    [MemberData(nameof(AllReleases))]
    public void ReadingAndWritingGivesTheSameBytes(int major)
    {
        var (builder, options) = ProfileBytes.Random(3, new LlvmRelease(major), functions: 200);
        var bytes = ProfileBytes.Write(builder, options);
        var again = new ProfileBuilder(new LlvmRelease(major));

        again.Add(ProfileBytes.Open(bytes));

        // Before 17 the order of the names in the table is that of their first appearance.
        if (major >= 17)
        {
            ProfileBytes.Write(again, options).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        }

        again.Records.Select(ProfileBytes.Describe).Order().ShouldBe(builder.Records.Select(ProfileBytes.Describe).Order());
    }

    [Theory]
    [MemberData(nameof(AllReleases))]
    public void AProfileOfAnotherReleaseIsWrittenAsIfItWereOfThisOne(int major)
    {
        var (builder, options) = ProfileBytes.Random(4, new LlvmRelease(13), functions: 100);
        var own = new ProfileBuilder(new LlvmRelease(major));
        own.Add(builder);

        var bytes = ProfileBytes.Write(builder, options with { Release = new LlvmRelease(major) });

        bytes.AsSpan().SequenceEqual(ProfileBytes.Write(own, options)).ShouldBeTrue();
    }

    [Fact]
    public void APreviousVersionHasNoVirtualTableNames()
    {
        var (builder, options) = ProfileBytes.Random(5, new LlvmRelease(22));

        var profile = ProfileBytes.Open(ProfileBytes.Write(builder, options with { PreviousVersion = true }));

        profile.Version.ShouldBe(11);
        profile.VirtualTableNames.ShouldBeEmpty();
        Traces(profile.Traces).ShouldBe(Traces(builder.Traces.ShouldNotBeNull()));
    }

    [Fact]
    public void SparseLeavesOutNamesWithoutAnyCount()
    {
        var builder = new ProfileBuilder(new LlvmRelease(19));
        builder.Add(FunctionRecord.Create("zero", 1, new ulong[] { 0, 0 }));
        builder.Add(FunctionRecord.Create("bits", 1, new ulong[] { 0 }, new byte[] { 0, 4 }));
        builder.Add(FunctionRecord.Create("two", 1, new ulong[] { 0 }));
        builder.Add(FunctionRecord.Create("two", 2, new ulong[] { 7 }));

        var profile = ProfileBytes.Open(ProfileBytes.Write(builder, new ProfileWriteOptions { Sparse = true }));

        profile.Summaries[0].Functions.ShouldBe(3UL);
        ProfileBytes.Copy(profile.Records()).Select(record => $"{record.NameText} {record.FunctionHash}").Order().ShouldBe(["bits 1", "two 1", "two 2"]);
    }

    [Fact]
    public void Version1HasOneRecordPerName()
        => ShouldHaveOne(1, [5, 1, 2, 3], "f 5 1,2,3");

    [Fact]
    public void Version2TellsTheNumberOfCountersAndHasSeveralRecordsPerName()
        => ShouldHaveOne(2, [5, 1, 9, 6, 2, 7, 8], "f 5 9", "f 6 7,8");

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Version3To7HaveValueData(int version)
        => ShouldHaveOne(version, [5, 1, 9, 8, 6, 1, 4, (1UL << 32) | 40, (1UL << 32) | 1, 1, 77, 3], "f 5 9", "f 6 4 77:3");

    [Theory]
    [InlineData(0, 0UL, "bad magic number")]
    [InlineData(8, 0UL, "version 0 is not known")]
    [InlineData(8, 15UL, "version 15 is not known (1 to 14 are)")]
    [InlineData(8, 12UL | (1UL << 40), "flags 0x10000000000 of the version word are not known")]
    [InlineData(24, 1UL, "hash type 1 is not known")]
    [InlineData(32, ulong.MaxValue, "the index of the hash table")]
    [InlineData(32, 80UL, "lies before the records")]
    [InlineData(48, 1UL << 60, "the size of the binary ids")]
    [InlineData(64, 1UL << 60, "the size of the names of virtual tables")]
    [InlineData(72, 1UL << 60, "a summary of 1152921504606846976 fields")]
    [InlineData(80, 1UL << 60, "a summary of 6 fields and 1152921504606846976 cutoffs")]
    public void ADamagedHeaderIsNamed(int offset, ulong value, string reason)
    {
        var builder = new ProfileBuilder(new LlvmRelease(19));
        builder.Add(FunctionRecord.Create("f", 1, new ulong[] { 1 }));
        var bytes = ProfileBytes.Write(builder);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), value);

        var exception = Should.Throw<MalformedDataException>(() => ProfileBytes.Open(bytes));

        exception.Reason.ShouldContain(reason);
        exception.File.ShouldBe("p.profdata");
        exception.Offset.ShouldBeGreaterThanOrEqualTo(0);
    }

    [Theory]
    [InlineData(new ulong[] { 5, 9, 1 }, "9 counters where 8 bytes are left", 0x4b)]
    [InlineData(new ulong[] { 5, 1, 9, 24 }, "value data of 24 bytes where 8 are left", 0x5b)]
    [InlineData(new ulong[] { 5, 1, 9 }, "value data of 0 bytes", 0x5b)]
    [InlineData(new ulong[] { }, "which is no multiple of 8 above 0", 0x2a + 16)]
    public void ADamagedRecordIsNamed(ulong[] data, string reason, long offset)
    {
        var profile = ProfileBytes.Open(ProfileBytes.Old(3, "f", data));

        var exception = Should.Throw<MalformedDataException>(() => profile.Records().Count());

        exception.Reason.ShouldContain(reason);
        exception.Offset.ShouldBe(offset);
    }

    [Fact]
    public void RecordsBeforeADamagedOneAreGiven()
    {
        var builder = new ProfileBuilder(new LlvmRelease(19));
        for (var i = 0; i < 10; i++)
        {
            builder.Add(FunctionRecord.Create($"f{i}", 1, new ulong[] { 1 }));
        }

        var bytes = ProfileBytes.Write(builder);
        var names = ProfileBytes.Copy(ProfileBytes.Open(bytes).Records()).ConvertAll(record => record.NameText);
        bytes[bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(names[6])) - 8]++;
        var read = new List<string>();

        Should.Throw<MalformedDataException>(() => read.AddRange(ProfileBytes.Open(bytes).Records().Select(record =>
        {
            read.Add(record.NameText);
            return "";
        }).ToList()));

        read.ShouldBe(names[..6]);
    }

    [Fact]
    public void RecordsCanBeEnumeratedOnce()
    {
        var profile = ProfileBytes.Open(ProfileBytes.Write(new ProfileBuilder(new LlvmRelease(19))));

        profile.Records().ShouldBeEmpty();

        Should.Throw<InvalidOperationException>(() => profile.Records());
    }

    private static void ShouldHaveOne(int version, ulong[] data, params string[] expected)
    {
        var profile = ProfileBytes.Open(ProfileBytes.Old(version, "f", data));

        profile.Version.ShouldBe(version);
        profile.Release.ShouldBe(new LlvmRelease(13));
        profile.Summaries.Count.ShouldBe(version >= 4 ? 1 : 0);
        ProfileBytes.Copy(profile.Records()).Select(record => string.Join(' ',
            new[] { record.NameText, $"{record.FunctionHash}", string.Join(',', record.Counters.ToArray()) }
                .Concat(record.Values?.Sites(ValueKind.MemoryOperationSize).SelectMany(site => site).Select(value => $"{value.Value}:{value.Count}") ?? []))).ShouldBe(expected);
    }

    private static IEnumerable<string> Traces(TemporalTraces traces)
        => traces.Traces.Select(trace => $"{trace.Weight} {string.Join(',', trace.Functions)}").Prepend($"{traces.StreamSize}");
}
