namespace CovTools.Coverage;

/// <summary>What a profile knows a function by.</summary>
/// <param name="NameHash">LLVM's hash of its name.</param>
/// <param name="FunctionHash">The structural hash that tells versions of it apart.</param>
internal readonly record struct FunctionIdentity(ulong NameHash, ulong FunctionHash);
