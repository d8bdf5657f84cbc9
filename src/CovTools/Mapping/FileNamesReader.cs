using System.Text;
using CovTools.Objects;

namespace CovTools.Mapping;

/// <summary>Decodes the file names of one translation unit (RawCoverageFilenamesReader in CoverageMappingReader.cpp).</summary>
internal static class FileNamesReader
{
    private const int CompressionVersion = 4;
    private const int DirectoryVersion = 6;

    /// <summary>Adds the unit's files to <paramref name="files"/> and their indices to <paramref name="indices"/>.</summary>
    /// <param name="blob">The encoded file names.</param>
    /// <param name="version">Version of the mapping, from 1.</param>
    /// <param name="compilationDirectory">What relative names are relative to; empty: as the blob says.</param>
    /// <param name="files">All files.</param>
    /// <param name="indices">The files of all units, one after the other.</param>
    /// <returns>Null, or what is wrong and at which byte.</returns>
    public static (int Offset, string Reason)? Read(FileNamesBlob blob, int version, string compilationDirectory, FileTable files, List<int> indices)
    {
        var cursor = new MappingCursor(blob.Span);
        var count = cursor.ReadSize("file names");
        if (!cursor.Failed && count == 0)
        {
            cursor.Fail("there are no file names");
        }

        if (version < CompressionVersion)
        {
            ReadNames(ref cursor, count, version, compilationDirectory, files, indices);
            return cursor.Failure is null ? null : (cursor.Position, cursor.Failure);
        }

        var size = cursor.ReadNumber();
        var compressedSize = cursor.ReadSize("bytes of compressed file names");
        if (!cursor.Failed && compressedSize > 0)
        {
            var start = blob.Start + cursor.Position;
            var text = ZlibData.Inflate(blob.Section, start, compressedSize, size, blob.Source, start);
            var inner = new MappingCursor(text);
            ReadNames(ref inner, count, version, compilationDirectory, files, indices);
            return inner.Failure is null ? null : (cursor.Position, inner.Failure);
        }

        ReadNames(ref cursor, count, version, compilationDirectory, files, indices);
        return cursor.Failure is null ? null : (cursor.Position, cursor.Failure);
    }

    private static void ReadNames(ref MappingCursor cursor, int count, int version, string compilationDirectory, FileTable files, List<int> indices)
    {
        var directory = compilationDirectory.Length == 0 ? null : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(compilationDirectory));
        for (var i = 0; i < count && !cursor.Failed; i++)
        {
            var length = cursor.ReadSize("bytes of a file name");
            var name = Encoding.Latin1.GetString(cursor.ReadBytes(length));
            if (cursor.Failed)
            {
                return;
            }

            if (version >= DirectoryVersion && i == 0)
            {
                directory ??= name;
            }
            else if (version >= DirectoryVersion && !name.StartsWith('/'))
            {
                name = LexicalPath.Join(directory!, name);
            }

            indices.Add(files.Intern(name));
        }
    }
}
