namespace ChainRule.Board;

/// <summary>Numbers that look like chance and are the same everywhere (Steele and others, SplitMix64, 2014).</summary>
internal static class Chance
{
    /// <summary>The number of a seed and a place.</summary>
    public static ulong Of(int seed, int index)
    {
        var mixed = ((ulong)(uint)seed << 32 | (uint)index) + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
