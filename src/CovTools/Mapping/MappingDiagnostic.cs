namespace CovTools.Mapping;

/// <summary>Something in a mapping that could not be read and cost a function (or, where it says so, an object), not the whole.</summary>
/// <param name="Source">The object and section, as <c>libx.so(__llvm_covfun)</c>.</param>
/// <param name="Offset">Byte offset inside the section.</param>
/// <param name="Function">Name of the function, or its name hash when there is no name; empty when no single function is concerned.</param>
/// <param name="Reason">What is wrong, in one line.</param>
public readonly record struct MappingDiagnostic(string Source, long Offset, string Function, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Function.Length == 0 ? $"{Source}: offset 0x{Offset:x}: {Reason}" : $"{Source}: offset 0x{Offset:x}: {Function}: {Reason}";
}
