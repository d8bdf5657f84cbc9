namespace CovTools.Objects;

public sealed partial class ElfObject : IObjectFile
{
    private const int Relocatable = 1;

    /// <inheritdoc/>
    public ObjectFormat Format => ObjectFormat.Elf;

    /// <inheritdoc/>
    public string Architecture => ElfArchitecture.Triple(Machine, _header.Order);

    /// <inheritdoc/>
    public bool IsRelocatable => ObjectType == Relocatable;

    /// <inheritdoc/>
    public IEnumerable<ObjectSection> FindSections(CoverageSection section)
    {
        foreach (var found in FindSections(CoverageSectionNames.Common(section)))
        {
            // Names that are left in the running program only (a stripped copy for debuggers) are no names.
            if (section is not (CoverageSection.Names or CoverageSection.CorrelatedNames) || found.Size > 0)
            {
                yield return new ObjectSection(found.Name, found.Address, found.Offset, found.IsNoBits ? 0 : found.Size, found.Index);
            }
        }
    }

    /// <inheritdoc/>
    public byte[] ReadSection(in ObjectSection section) => ReadSection(Sections[section.Index]);
}
