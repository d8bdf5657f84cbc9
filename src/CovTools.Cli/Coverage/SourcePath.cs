using CovTools.Mapping;

namespace CovTools.Cli.Coverage;

/// <summary>Paths of source files as texts, without a look at the file system (llvm::sys::path).</summary>
internal static class SourcePath
{
    /// <summary>The absolute path, without dots.</summary>
    public static string Absolute(string path) => LexicalPath.WithoutDots(path.StartsWith('/') ? path : Environment.CurrentDirectory + "/" + path);
}
