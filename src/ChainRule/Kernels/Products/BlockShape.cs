namespace ChainRule.Kernels;

/// <summary>How many rows a register block has, and whether it is two registers wide or one; constants to the compiler.</summary>
internal interface IBlockShape
{
    static abstract int Rows { get; }

    static abstract bool IsWide { get; }
}

/// <summary>Two registers wide.</summary>
internal readonly struct WideBlock<H> : IBlockShape
    where H : struct, IBlockHeight
{
    public static int Rows => H.Rows;

    public static bool IsWide => true;
}

/// <summary>One register wide.</summary>
internal readonly struct SlimBlock<H> : IBlockShape
    where H : struct, IBlockHeight
{
    public static int Rows => H.Rows;

    public static bool IsWide => false;
}

/// <summary>How many rows a register block has.</summary>
internal interface IBlockHeight
{
    static abstract int Rows { get; }
}

/// <summary>24 sums, two registers of B and one of A, of the 32 that AVX-512 has.</summary>
internal readonly struct TwelveRows : IBlockHeight
{
    public static int Rows => 12;
}

/// <summary>For what 12 rows leave over, and for products of 8 or 16 rows.</summary>
internal readonly struct EightRows : IBlockHeight
{
    public static int Rows => 8;
}

/// <summary>12 sums, two registers of B and one of A, of the 16 that AVX2 has.</summary>
internal readonly struct SixRows : IBlockHeight
{
    public static int Rows => 6;
}

/// <summary>Just enough sums to hide the time that one takes.</summary>
internal readonly struct FourRows : IBlockHeight
{
    public static int Rows => 4;
}

/// <summary>For the last few rows of a matrix.</summary>
internal readonly struct OneRow : IBlockHeight
{
    public static int Rows => 1;
}
