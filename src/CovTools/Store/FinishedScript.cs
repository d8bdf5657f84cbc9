namespace CovTools.Store;

/// <summary>What is kept in memory of a finished script.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="IsLost">Its counters are known to be incomplete.</param>
/// <param name="Shard">Shard of its journal line.</param>
/// <param name="HitsOffset">Offset of its hits in the shard's hits.bin; -1 when it hit nothing beyond the floor.</param>
public readonly record struct FinishedScript(ScriptOutcome Outcome, bool IsLost, int Shard, long HitsOffset);
