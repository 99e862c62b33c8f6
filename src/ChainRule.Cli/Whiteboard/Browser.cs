using System.ComponentModel;
using System.Diagnostics;

namespace ChainRule.Cli.Whiteboard;

/// <summary>The user's browser.</summary>
internal static class Browser
{
    /// <summary>Shows a page; false where there is no browser, or none that can be started from here.</summary>
    public static bool Open(string url, Func<string, string?> variable)
    {
        // Without a screen, a browser of the terminal would take it over.
        if (OperatingSystem.IsLinux() && variable("DISPLAY") is null && variable("WAYLAND_DISPLAY") is null) return false;
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(url) { UseShellExecute = true }); // xdg-open, open or start
            return true;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            return false;
        }
    }
}
