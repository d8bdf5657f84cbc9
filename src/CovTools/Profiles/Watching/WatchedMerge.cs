namespace CovTools.Profiles;

/// <summary>
/// Folds profiles into a result as they appear in a folder, and deletes them once the result is durable. Killed at any instant, it neither loses nor doubles a
/// profile: the same call goes on (<see cref="WatchFolder"/>). Profiles are named *.profraw, *.profdata or *.proftext; other files are left alone.
/// </summary>
public sealed class WatchedMerge : IDisposable
{
    private const int PortionFiles = 1000;
    private const long PortionBytes = 1L << 30;

    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(500);

    private readonly WatchOptions _options;
    private readonly IWatchObserver _observer;
    private readonly TimeProvider _time;
    private readonly WatchFolder _folder;
    private readonly WatchCandidates _candidates;
    private readonly Quarantine _quarantine;
    private readonly RunningSum _sum;
    private readonly List<WatchedFile> _pending = [];
    private readonly List<(InputReport Report, string Target)> _quarantined = [];
    private readonly List<MergeProblem> _problems = [];
    private long _lastWrite;
    private long _merged;
    private long _bytes;

    /// <summary>Takes a folder for this process alone.</summary>
    /// <param name="options">How it is watched.</param>
    /// <param name="observer">Hears what happens.</param>
    /// <param name="time">Measures the waiting; null for this machine's clock.</param>
    /// <exception cref="IOException">Another process watches the folder, or it cannot be written to.</exception>
    public WatchedMerge(WatchOptions options, IWatchObserver observer, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        _options = options;
        _observer = observer;
        _time = time ?? TimeProvider.System;
        _sum = new RunningSum(options.Merge);
        _folder = WatchFolder.Open(options.Folder);
        var quarantine = options.Quarantine ?? _folder.Quarantine;
        _quarantine = new Quarantine(quarantine);
        _candidates = new WatchCandidates(options, quarantine, _time);
    }

    /// <summary>Watches until <see cref="WatchOptions.IdleExit"/> or cancellation; then takes what is complete, and writes the result.</summary>
    /// <param name="cancellationToken">Ends the watch in good order: that is no error.</param>
    /// <exception cref="MalformedDataException">The result that is to be continued is no profile.</exception>
    /// <exception cref="IOException">The result cannot be written, or files cannot be moved.</exception>
    public async Task<WatchResult> RunAsync(CancellationToken cancellationToken)
    {
        Begin();
        var pause = _options.Settle / 2 < s_longestPause ? _options.Settle / 2 : s_longestPause;
        pause = pause > TimeSpan.FromMilliseconds(20) ? pause : TimeSpan.FromMilliseconds(20);
        while (!cancellationToken.IsCancellationRequested && !IsIdle())
        {
            Take(atOnce: false);
            if (_pending.Count > 0 && _time.GetElapsedTime(_lastWrite) >= _options.Interval)
            {
                Commit();
            }

            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Take(atOnce: true);
        if (_pending.Count > 0 || _folder.Generation == 0)
        {
            Commit();
        }

        var profile = _sum.Profile!; // Commit made one when there was none.
        return new WatchResult(profile.Release, profile.RecordCount, _merged, _bytes, _quarantined, _problems, [.. _candidates.Waiting]);
    }

    /// <summary>Lets the folder go.</summary>
    public void Dispose() => _folder.Dispose();

    private bool IsIdle() =>
        _options.IdleExit is { } limit && _pending.Count == 0 && _candidates.Waiting.Count == 0 && _time.GetElapsedTime(_candidates.LastChange) >= limit;

    /// <summary>Goes on where an earlier watch ended or was killed; else from the result that is there.</summary>
    private void Begin()
    {
        var claimed = _folder.Recover();
        if (_folder.Generation > 0)
        {
            Load(_folder.Sum);
            WriteOutput();
        }
        else if (new FileInfo(_options.Output) is { Exists: true, Length: > 0 })
        {
            Load(_options.Output);
        }

        Merge([.. claimed]);
        if (_pending.Count > 0)
        {
            Commit();
        }
    }

    private void Load(string path)
    {
        var whole = _options.Merge with { ByModule = false, Keep = null, Renaming = null, Progress = null };
        var outcome = ProfileMerge.Run([new MergeInput(path)], whole, CancellationToken.None);
        if (outcome.Inputs[0] is { Status: not (InputStatus.Merged or InputStatus.Suspicious) } bad)
        {
            throw new MalformedDataException(path, bad.Offset, bad.Reason);
        }

        _sum.Add(outcome);
    }

    private void Take(bool atOnce)
    {
        var portion = new List<WatchedFile>();
        var bytes = 0L;
        foreach (var (path, stamp, bad) in _candidates.Look(atOnce))
        {
            if (_folder.Claim(path, stamp) is not { } file)
            {
                continue;
            }

            _candidates.Forget(path);
            if (bad is not null)
            {
                GiveUp(file, bad);
                continue;
            }

            portion.Add(file);
            bytes += stamp.Length;
            if (portion.Count >= PortionFiles || bytes >= PortionBytes)
            {
                Merge(portion);
                portion = [];
                bytes = 0;
            }
        }

        Merge(portion);
    }

    /// <summary>Adds profiles to the sum. A bad one is taken out and the others are merged anew, so that nothing of it is in the result.</summary>
    private void Merge(List<WatchedFile> portion)
    {
        while (portion.Count > 0)
        {
            var outcome = ProfileMerge.Run([.. portion.Select(file => new MergeInput(file.Claimed))], _options.Merge, CancellationToken.None);
            var good = new List<WatchedFile>();
            foreach (var (file, report) in portion.Zip(outcome.Inputs))
            {
                if (!file.IsUnchanged)
                {
                    PutBack(file, report);
                }
                else if (report.Status == InputStatus.Merged)
                {
                    good.Add(file);
                }
                else
                {
                    GiveUp(file, report);
                }
            }

            if (good.Count == portion.Count)
            {
                _sum.Add(outcome);
                Report(outcome, portion);
                return;
            }

            portion = good;
        }
    }

    private void Report(MergeOutcome outcome, List<WatchedFile> portion)
    {
        _pending.AddRange(portion);
        _merged += portion.Count;
        _bytes += portion.Sum(file => file.Stamp.Length);
        var originals = portion.ToDictionary(file => file.Claimed, file => file.Original);
        foreach (var problem in outcome.Problems)
        {
            var named = problem with { Input = originals[problem.Input] };
            _observer.OnProblem(named);
            if (_problems.Count < MergeOutcome.MaximumProblems)
            {
                _problems.Add(named);
            }
        }
    }

    private void GiveUp(WatchedFile file, InputReport report)
    {
        var named = report with { Name = file.Original };
        var target = _quarantine.Take(file.Claimed, Path.GetFileName(file.Original), named);
        _quarantined.Add((named, target));
        _observer.OnQuarantined(named, target);
    }

    /// <summary>Somebody still writes to it: it waits in its old place, or beside what has taken that.</summary>
    private void PutBack(WatchedFile file, InputReport report)
    {
        var target = file.Original;
        for (var number = 2; File.Exists(target); number++)
        {
            target = $"{Path.ChangeExtension(file.Original, null)}.{number}{Path.GetExtension(file.Original)}";
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(file.Claimed, target);
        _candidates.MarkIncomplete(target, file.Stamp, report);
    }

    private void Commit()
    {
        _sum.Profile ??= new ProfileBuilder(_options.Merge.Release ?? LlvmRelease.Newest);
        var profile = _sum.Profile;
        _folder.Commit(stream => IndexedProfileWriter.Write(profile, stream, new ProfileWriteOptions { KeepVirtualTableNames = true }));
        WriteOutput();
        foreach (var file in _pending.Where(file => !file.IsUnchanged))
        {
            GiveUp(file, new InputReport(file.Original, InputStatus.Malformed, -1, "was written to after it had been merged; what it had before is in the result", 0, 0));
        }

        _pending.Clear();
        _folder.DeleteSummed();
        _lastWrite = _time.GetTimestamp();
        _observer.OnWritten(_merged, _bytes);
    }

    private void WriteOutput() =>
        ReplacedFile.WriteDurably(_options.Output, stream => _options.Write(_sum.Profile!, stream), $".{Path.GetFileName(_options.Output)}.watch.tmp");
}
