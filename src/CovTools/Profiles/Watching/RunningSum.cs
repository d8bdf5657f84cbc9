namespace CovTools.Profiles;

/// <summary>A sum that further profiles are added to.</summary>
internal sealed class RunningSum(MergeOptions options)
{
    /// <summary>The sum; null as long as nothing was added.</summary>
    public ProfileBuilder? Profile { get; set; }

    /// <summary>Adds what a merge gave. The sum takes the older of both releases, since its producer must read the result.</summary>
    public void Add(MergeOutcome outcome)
    {
        if (Profile is null)
        {
            Profile = outcome.Profile;
            return;
        }

        if (outcome.Release < Profile.Release)
        {
            var older = new ProfileBuilder(outcome.Release, new TemporalTraceReservoir(outcome.Release, options.TraceReservoirSize, options.TraceLength));
            older.Add(Profile);
            Profile = older;
        }

        Profile.Add(outcome.Profile);
    }
}
