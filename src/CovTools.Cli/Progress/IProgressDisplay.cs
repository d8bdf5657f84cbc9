using CovTools.Collection;

namespace CovTools.Cli.Progress;

/// <summary>Shows a collection's progress on standard error.</summary>
internal interface IProgressDisplay : ICollectionObserver, IDisposable;
