using System.Runtime.InteropServices;

namespace ChainRule.Cli;

/// <summary>
/// The standard streams of this process. Its starter may have closed any of them, or sent it where nothing can be written.
/// </summary>
internal static class StandardStreams
{
    /// <summary>
    /// Makes the console report failures of standard input and output as exceptions that name the stream, and ignore those of standard
    /// error: nobody could be told.
    /// </summary>
    public static void GuardConsole()
    {
        if (!IsOpen(0)) Console.SetIn(new StreamReader(new GuardedStream(null, "standard input cannot be read")));
        Console.SetOut(Writer(1, Console.OpenStandardOutput, Console.Out, "standard output cannot be written"));
        Console.SetError(Writer(2, Console.OpenStandardError, Console.Error, complaint: null));
    }

    private static StreamWriter Writer(int descriptor, Func<Stream> open, TextWriter console, string? complaint) =>
        new(new GuardedStream(IsOpen(descriptor) ? open() : null, complaint), console.Encoding) { AutoFlush = true };

    /// <summary>
    /// Whether the starter of this process handed the descriptor down. If not, the runtime has opened something of its own under that
    /// number (pipes for signals), which must be neither read nor written. The runtime marks what it opens as closed in child processes; a
    /// descriptor that was handed down cannot have that mark.
    /// </summary>
    private static bool IsOpen(int descriptor)
    {
        const int getFlags = 1; // F_GETFD, which gives −1 for a descriptor that is not open
        const int closedInChildren = 1; // FD_CLOEXEC
        return OperatingSystem.IsWindows() || (Control(descriptor, getFlags) & closedInChildren) == 0;
    }

#pragma warning disable SYSLIB1054 // There is nothing to marshal, so nothing to generate.
    [DllImport("libc", EntryPoint = "fcntl"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command);
#pragma warning restore SYSLIB1054
}
