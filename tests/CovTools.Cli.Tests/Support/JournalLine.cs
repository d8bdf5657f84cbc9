using System.Text.Json;

namespace CovTools.Cli.Tests;

/// <summary>A line of a journal; <paramref name="Ending"/> is written like the samples' expectations.</summary>
internal sealed record JournalLine(int Shard, string Id, string Path, string Ending, JsonElement Json);
