using System.Numerics;
using ChainRule.Graph;
using ChainRule.Kernels;

namespace ChainRule.Ops;

/// <summary>
/// A matrix [k, n] in the order in which a product's inner kernel reads its right side: [panels, k, columns of a panel], the last panel
/// filled up with zeros. Only plans have it.
/// </summary>
internal sealed record PackOp : IndexOp, IKernelOp
{
    private static readonly OpInfo TheInfo = new("Pack", "an order of elements for the machine, of which no derivative is taken");

    private PackOp() { }

    public static PackOp Instance { get; } = new();

    public override OpInfo Info => TheInfo;

    bool IKernelOp.ReadsStrides => true;

    internal override TensorType Infer(Operands operands)
    {
        var (k, n) = (operands.Shape(0)[0], operands.Shape(0)[1]);
        return operands[0].DType == DType.Float32
            ? new(DType.Float32, [RightPanels<float>.RoundUp(n) / RightPanels<float>.Width, k, RightPanels<float>.Width])
            : new(DType.Float64, [RightPanels<double>.RoundUp(n) / RightPanels<double>.Width, k, RightPanels<double>.Width]);
    }

    public int PartCount(Tensor output) => WorkPartition.Parts(output.Shape[0], output.Shape.Size);

    public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (view, panels) = (call.View(0), call.OutputView.Shape);
        var matrix = new Matrix<T>(call.Buffer(0)[view.Offset..], view.Shape[0], view.Shape[1], view.Strides[0], view.Strides[1]);
        var (from, to) = WorkPartition.Of(panels[0], part, call.Parts);
        RightPanels<T>.PackWhole(matrix, from, to, call.Output<T>());
    }
}

/// <summary>The product of a matrix [m, k] by a packed one of n columns.</summary>
/// <param name="Columns">n.</param>
/// <param name="IsLeftShared">Whether the left side may lie in every core's cache: it is small, and nothing in the plan writes it.</param>
internal sealed record PackedMatMulOp(int Columns, bool IsLeftShared) : IndexOp, IKernelOp
{
    private static readonly OpInfo TheInfo = new("PackedMatMul", "a product for the machine, of which no derivative is taken");

    public override OpInfo Info => TheInfo;

    bool IKernelOp.ReadsStrides => true;

    internal override TensorType Infer(Operands operands) => new(operands[0].DType, [operands.Shape(0)[0], Columns]);

    public long Operations(IReadOnlyList<Shape> inputs, Shape output) => 2L * output.Size * inputs[0][1];

    public int PartCount(Tensor output) => Grid(output.Shape[0], output.Inputs[0].Shape[1], output.Inputs[1].Shape[2]).Count;

    public int Workspace(Tensor output)
    {
        var (m, k) = (output.Shape[0], output.Inputs[0].Shape[1]);
        return output.DType == DType.Float32 ? MatMul.PackedWorkspaceLength<float>(m, k) : MatMul.PackedWorkspaceLength<double>(m, k);
    }

    public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (a, panels) = (call.View(0), call.Shape(1));
        var (m, k) = (a.Shape[0], a.Shape[1]);
        var (rows, columns) = Grid(m, k, panels[2]).Part(part);
        var left = new Matrix<T>(call.Buffer(0)[(a.Offset + (rows.From * a.Strides[0]))..], rows.To - rows.From, k, a.Strides[0],
            a.Strides[1]);
        MatMul.MultiplyPacked(left, call.Input(1), k, columns.From, columns.To, call.Output<T>()[(rows.From * Columns)..], Columns,
            call.Workspace);
    }

    private ProductGrid Grid(int m, int k, int width) => ProductGrid.Of(m, Columns, k, width, IsLeftShared);
}
