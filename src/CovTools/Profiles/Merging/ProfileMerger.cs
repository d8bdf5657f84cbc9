using System.Collections.Concurrent;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// Merges profiles as they come, from any number of threads. What is added has no order: when all records fit each other, the result is the same in
/// whatever order and grouping they were added. For a known list of files <see cref="ProfileMerge"/> does more: it keeps to the order of the list.
/// </summary>
public sealed class ProfileMerger
{
    private readonly MergeOptions _options;
    private readonly RawShapes _shapes = new();
    private readonly ConcurrentBag<RawSummer> _idle = [];
    private readonly List<RawSummer> _summers = [];
    private readonly UnitMerger _general;
    private int _added;

    /// <summary>Makes an empty profile.</summary>
    /// <param name="options">How to merge; without a release the rules of the newest apply. Threads and progress are not used.</param>
    public ProfileMerger(MergeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _general = new UnitMerger(options.Release ?? LlvmRelease.Newest, options);
    }

    /// <summary>Records that could not be added as they are: the first <see cref="MergeOutcome.MaximumProblems"/>. Complete after <see cref="Complete"/>.</summary>
    public IReadOnlyList<MergeProblem> Problems => _general.Problems;

    /// <summary>The oldest release among those that wrote what was added: the newest format that all of them read is its own. Complete after <see cref="Complete"/>.</summary>
    public LlvmRelease OldestProducer => _general.Oldest;

    /// <summary>Adds all profiles of a file. Thread-safe. The file must not change or vanish before <see cref="Complete"/>.</summary>
    /// <param name="input">The file.</param>
    /// <returns>What became of it; a bad file does not throw.</returns>
    public InputReport Add(MergeInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var numbered = new NumberedInput(Interlocked.Increment(ref _added), input);
        var summer = _idle.TryTake(out var idle) ? idle : NewSummer();
        try
        {
            using var file = new FileByteSource(input.Path);
            if (file.Length == 0)
            {
                return InputReport.Empty(input);
            }

            if (summer.TryAdd(numbered, file) is { } parts)
            {
                return InputReport.Summed(input, parts);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return InputReport.Unreadable(input, exception);
        }
        finally
        {
            _idle.Add(summer);
        }

        lock (_general)
        {
            return _general.AddFile(input);
        }
    }

    /// <summary>Adds all of another profile. Thread-safe.</summary>
    /// <param name="profile">Not changed; nothing may be added to it meanwhile.</param>
    public void Add(ProfileBuilder profile)
    {
        lock (_general)
        {
            _general.AddMerged(profile);
        }
    }

    /// <summary>The profile of everything that was added. More can be added afterwards, but not meanwhile.</summary>
    /// <exception cref="IOException">A file that was added changed before this call; what it held is not known any more.</exception>
    public ProfileBuilder Complete()
    {
        lock (_general)
        {
            foreach (var sums in RawSum.Groups(_summers))
            {
                var inputs = sums.SelectMany(sum => sum.Inputs).OrderBy(input => input.Number).Select(input => input.Input);
                if (sums[0].Shape.Shared() is { } profile)
                {
                    _general.AddSums(inputs.First(), profile, sums, adopts: false);
                }
                else
                {
                    AddAgain(inputs);
                }
            }

            AddAgain(_summers.SelectMany(summer => summer.Dropped).Select(input => input.Input));
            _summers.ForEach(summer => summer.Clear());
            return _general.Profile;
        }
    }

    private RawSummer NewSummer()
    {
        var summer = new RawSummer(_shapes, () => UnitMerger.NewProfile(_general.Profile.Release, _options));
        lock (_summers)
        {
            _summers.Add(summer);
        }

        return summer;
    }

    private void AddAgain(IEnumerable<MergeInput> inputs)
    {
        foreach (var input in inputs)
        {
            var report = _general.AddFile(input);
            if (report.Status is not (InputStatus.Merged or InputStatus.Suspicious))
            {
                throw new IOException($"{input.Path} changed while it was merged: {report.Reason}");
            }
        }
    }
}
