namespace ChainRule.Kernels;

/// <summary>
/// How a convolution goes along one axis: a kernel's tap k at output place o meets the input at o * Stride + k * Dilation - Padding.
/// </summary>
/// <remarks>
/// With a stride, taps meet inputs of several phases. The inputs of a phase, stored by themselves (a <i>slot</i>), are met without
/// a stride: tap k meets, at place o, element o + <see cref="Shift"/>(k) of <see cref="SlotOf"/>(k).
/// </remarks>
internal readonly record struct ConvAxis(int In, int Out, int Kernel, int Stride, int Padding, int Dilation)
{
    /// <summary>After so many taps the phases repeat.</summary>
    private int Period
    {
        get
        {
            var taps = 1;
            while (taps * Dilation % Stride != 0) { taps++; }
            return taps;
        }
    }

    /// <summary>How many phases any tap meets.</summary>
    public int Slots => Math.Min(Kernel, Period);

    /// <summary>The furthest shift.</summary>
    public int Reach => Shift(Kernel - 1);

    public int SlotOf(int tap) => tap % Period;

    public int Shift(int tap) => tap * Dilation / Stride;

    /// <summary>The axis of the inputs, as places of the output see it.</summary>
    public PlaneAxis Inputs =>
        new() { Size = In, Step = Stride, Start = -Padding, Positions = Out, Reach = Reach, Slots = Slots, Dilation = Dilation };

    /// <summary>
    /// The axis of the outputs, as places of the input see it: input i of phase φ is i = (place + Padding / Stride) * Stride + φ -
    /// Padding, and tap k, which must be of that phase, was met there from output place + Padding / Stride - Shift(k).
    /// </summary>
    public PlaneAxis Outputs => new()
    {
        Size = Out,
        Start = FirstPlace - Reach,
        Positions = ((In - 1 + Padding) / Stride) - FirstPlace + 1,
        Reach = Reach,
    };

    /// <summary>The input at a place of <see cref="Outputs"/> for a slot; it may lie outside.</summary>
    public int InputOf(int place, int slot) => ((place + FirstPlace) * Stride) + (slot * Dilation % Stride) - Padding;

    private int FirstPlace => Padding / Stride;
}
