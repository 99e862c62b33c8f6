namespace ChainRule.Explanations;

/// <summary>What a line of an explanation is about; each has a colour of its own.</summary>
internal enum Role
{
    Forward,
    Local,
    Chain,
}

/// <summary>Colours text for a terminal. Contrast is at least 4.5:1 on the background that each palette is for.</summary>
internal static class Painter
{
    public static string Paint(string text, Role role, ExplainColors colors)
    {
        if (colors == ExplainColors.None || text.Length == 0) return text;
        var (red, green, blue) = Color(role, colors == ExplainColors.OnDark);
        return $"\e[38;2;{red};{green};{blue}m{text}\e[39m";
    }

    private static (int Red, int Green, int Blue) Color(Role role, bool onDark) => role switch
    {
        Role.Forward => onDark ? (0x2F, 0xD3, 0xA0) : (0x00, 0x73, 0x4F),
        Role.Local => onDark ? (0xFF, 0xB4, 0x54) : (0xB3, 0x5F, 0x0B),
        _ => onDark ? (0x7C, 0xC4, 0xFF) : (0x00, 0x57, 0xA8),
    };
}
