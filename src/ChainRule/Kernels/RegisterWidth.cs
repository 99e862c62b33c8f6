namespace ChainRule.Kernels;

/// <summary>Whether a block is one or two registers wide; a constant to the compiler.</summary>
internal interface IRegisterWidth
{
    static abstract bool IsTwo { get; }
}

/// <summary>One register.</summary>
internal readonly struct OneRegister : IRegisterWidth
{
    public static bool IsTwo => false;
}

/// <summary>Two registers.</summary>
internal readonly struct TwoRegisters : IRegisterWidth
{
    public static bool IsTwo => true;
}
