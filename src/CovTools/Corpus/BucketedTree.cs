namespace CovTools.Corpus;

/// <summary>Whether a corpus is a tree whose top-level folders are already buckets (<c>0-60/</c>, <c>60-120/</c>, …).</summary>
public enum BucketedTree
{
    /// <summary>It is when every top-level entry is a folder named like a bucket, and no two overlap; looked for only when times come from mtime.</summary>
    Auto,

    /// <summary>It is.</summary>
    Yes,

    /// <summary>It is not, whatever the folders are called.</summary>
    No,
}
