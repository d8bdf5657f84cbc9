namespace CovTools.Objects;

/// <summary>What the header of an ELF file says that is written.</summary>
/// <param name="Name">What it is written for; errors name it.</param>
/// <param name="Order">Byte order and width.</param>
/// <param name="ObjectType">e_type.</param>
/// <param name="Machine">e_machine.</param>
internal sealed record ElfIdentity(string Name, ByteOrder Order, int ObjectType, int Machine);
