using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CovTools.Live;

/// <summary>
/// The memory of a process: by process_vm_readv, which is faster, where that is allowed (containers often forbid it), else through /proc/PID/mem, which also may write
/// what the process itself cannot.
/// </summary>
internal sealed class ProcessMemory : IDisposable
{
    private readonly int _process;
    private readonly SafeFileHandle _file;
    private bool _hasCall = true;

    /// <summary>Opens the memory of a process.</summary>
    /// <exception cref="EnvironmentIncompleteException">There is no such process, or this one may not; the message says why.</exception>
    public ProcessMemory(int process)
    {
        _process = process;
        try
        {
            _file = File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/mem"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentIncompleteException(ProcessAccess.Explain(process), exception);
        }
    }

    /// <summary>Reads memory.</summary>
    /// <param name="address">Where.</param>
    /// <param name="destination">Filled.</param>
    /// <returns>False when the memory is not there (any more).</returns>
    public bool TryRead(ulong address, byte[] destination)
    {
        if (_hasCall && destination.Length > 0)
        {
            var pin = GCHandle.Alloc(destination, GCHandleType.Pinned);
            try
            {
                var local = new MemoryVector((nuint)pin.AddrOfPinnedObject(), (nuint)destination.Length);
                var remote = new MemoryVector((nuint)address, (nuint)destination.Length);
                if (ReadVectors(_process, local, 1, remote, 1, 0) == destination.Length)
                {
                    return true;
                }

                _hasCall = IsTransient(Marshal.GetLastPInvokeError());
            }
            finally
            {
                pin.Free();
            }
        }

        return TryReadFile(address, destination);
    }

    /// <summary>Writes memory.</summary>
    /// <param name="address">Where.</param>
    /// <param name="source">What.</param>
    /// <returns>False when the memory is not there (any more).</returns>
    public bool TryWrite(ulong address, byte[] source)
    {
        if (_hasCall && source.Length > 0)
        {
            var pin = GCHandle.Alloc(source, GCHandleType.Pinned);
            try
            {
                var local = new MemoryVector((nuint)pin.AddrOfPinnedObject(), (nuint)source.Length);
                var remote = new MemoryVector((nuint)address, (nuint)source.Length);
                if (WriteVectors(_process, local, 1, remote, 1, 0) == source.Length)
                {
                    return true;
                }

                _hasCall = IsTransient(Marshal.GetLastPInvokeError());
            }
            finally
            {
                pin.Free();
            }
        }

        try
        {
            RandomAccess.Write(_file, source, (long)address);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>EPERM and ENOSYS mean that the call can never be made here; another reason is about the address.</summary>
    private static bool IsTransient(int error) => error is not (1 or 38);

    private bool TryReadFile(ulong address, Span<byte> destination)
    {
        try
        {
            for (var done = 0; done < destination.Length;)
            {
                var count = RandomAccess.Read(_file, destination[done..], (long)address + done);
                if (count == 0)
                {
                    return false; // the process has ended
                }

                done += count;
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "process_vm_readv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint ReadVectors(int process, in MemoryVector local, nuint localCount, in MemoryVector remote, nuint remoteCount, nuint flags);

    [DllImport("libc", EntryPoint = "process_vm_writev", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint WriteVectors(int process, in MemoryVector local, nuint localCount, in MemoryVector remote, nuint remoteCount, nuint flags);
}
