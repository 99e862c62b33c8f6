using System.Runtime.InteropServices;

namespace ChainRule.Training;

/// <summary>
/// Flushes a directory to disk: a file that was renamed has its new name after a power failure only if its directory was flushed as well.
/// .NET opens no directories, so this asks the system's C library. Windows keeps a log of its own for names.
/// </summary>
internal static class DirectorySync
{
    private const int NotSupported = 22; // EINVAL: a file system that flushes no directories

    /// <exception cref="IOException">The directory cannot be flushed.</exception>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return;
        var handle = Open(folder, 0);
        if (handle < 0) return; // a directory may be open to writers alone
        var error = FSync(handle) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Close(handle);
        if (error is not (0 or NotSupported))
            throw new IOException($"the directory {folder} cannot be flushed to disk: {Marshal.GetPInvokeErrorMessage(error)}");
    }

#pragma warning disable SYSLIB1054 // As in LargePages: next to nothing to marshal.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false,
        ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FSync(int handle);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
#pragma warning restore SYSLIB1054
}
