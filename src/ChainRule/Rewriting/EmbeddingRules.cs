using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Rewriting;

/// <summary>
/// The rows for rows that are chosen from a table, as an embedding's are. With a matrix P of one 1 in each row, Gather(E) is P·E and
/// IndexAdd(G) is Pᵀ·G, so that products are associative with both: what would be done with every chosen row is done once with each row of
/// the table. A row that is chosen nowhere takes part with weight 0.
/// </summary>
internal static class EmbeddingRules
{
    /// <summary>So many times as many rows must be chosen as there are, since what is chosen is written and read again.</summary>
    private const int Often = 4;

    public static readonly Rule[] ForTransposes =
    [
        new OpRule<TransposeOp>(
            (t, op, _) => SelectedRows(t.Inputs[0]) is { } rows && KeepsLast(op) ? rows.At(rows.Places.Transpose(Leading(op))) : null,
            "chosen rows change their order as their places do"),
    ];

    public static readonly Rule[] ForReshapes =
    [
        new OpRule<ReshapeOp>(
            (t, op, _) =>
                SelectedRows(t.Inputs[0]) is { } rows && HaveSameRows(t, t.Inputs[0])
                    ? rows.At(rows.Places.Reshape(WithoutLast(op.Shape)))
                    : null,
            "chosen rows are arranged as their places are"),
    ];

    public static readonly Rule[] ForSums =
    [
        new OpRule<ElementwiseOp>((t, _, _) => Shifted(t.Inputs[0], t.Inputs[1]) ?? Shifted(t.Inputs[1], t.Inputs[0]),
            "P·E + 1·bᵀ = P·(E + 1·bᵀ)"),
    ];

    public static readonly Rule[] ForProducts =
    [
        new OpRule<MatMulOp>(
            (t, op, _) => OftenChosen(t.Inputs[0]) is { } rows && t.Rank == 2 ? rows.Of(Tensor.Apply(op, rows.Table, t.Inputs[1])) : null,
            "(P·E)·W = P·(E·W)"),
        new OpRule<MatMulOp>((t, op, _) => TransposedSelection(t.Inputs[0]) is { } x && OftenChosen(x) is { } rows && t.Rank == 2
            ? Tensor.Apply(op, rows.Table.Transpose(), rows.Added(t.Inputs[1])) : null, "(P·E)ᵀ·G = Eᵀ·(Pᵀ·G)"),
        new OpRule<MatMulOp>((t, op, _) => TransposedSelection(t.Inputs[0]) is { } g && OftenChosen(t.Inputs[1]) is { } rows && t.Rank == 2
            ? Tensor.Apply(op, rows.Added(g).Transpose(), rows.Table) : null, "Gᵀ·(P·E) = (Pᵀ·G)ᵀ·E"),
    ];

    public static readonly Rule[] ForAdditions =
    [
        new OpRule<IndexAddOp>(
            (t, op, _) => t.Inputs[0] is { Op: TransposeOp turn, Inputs: [var rows] } && t.Rank == 2 && op.Axis == 0 && KeepsLast(turn)
            ? Tensor.Apply(op, rows, t.Inputs[1].Transpose(Inverse(Leading(turn)))) : null, "rows are added in whatever order they lie"),
        new OpRule<IndexAddOp>(
            (t, op, _) =>
                t.Inputs[0] is { Op: ReshapeOp, Inputs: [var rows] } && t.Rank == 2 && op.Axis == 0 && HaveSameRows(rows, t.Inputs[0])
            ? Tensor.Apply(op, rows, t.Inputs[1].Reshape(WithoutLast(rows.Shape))) : null, "rows are added however they are arranged"),
        new OpRule<IndexAddOp>(
            (t, op, _) =>
                t.Inputs[0] is { Op: MatMulOp, Rank: 2, Inputs: [var g, { Rank: 2 } w] }
                && t.Rank == 2
                && op.Axis == 0
                && IsOften(t.Inputs[1], op.Shape[0])
            ? Functions.MatMul(new Selection(t, t.Inputs[1]).Added(g), w) : null, "Pᵀ·(G·W) = (Pᵀ·G)·W"),
    ];

    /// <summary>Rows of a table, by their places.</summary>
    private sealed record Selection(Tensor Table, Tensor Places)
    {
        /// <summary>The same rows of another table.</summary>
        public Tensor Of(Tensor table) => Functions.Gather(table, Places);

        /// <summary>Other rows of the same table.</summary>
        public Tensor At(Tensor places) => Functions.Gather(Table, places);

        /// <summary>Pᵀ·G: what belongs to each row of the table, added up.</summary>
        public Tensor Added(Tensor g) => Tensor.Apply(new IndexAddOp([Table.Shape[0], g.Shape[^1]], 0), g, Places);
    }

    private static Selection? SelectedRows(Tensor x) =>
        x is { Op: GatherOp { Axis: 0 }, Inputs: [{ Rank: 2 } table, var places] } ? new(table, places) : null;

    private static Selection? OftenChosen(Tensor x) =>
        SelectedRows(x) is { } rows && IsOften(rows.Places, rows.Table.Shape[0]) ? rows : null;

    private static bool IsOften(Tensor places, int rows) => places.Shape.Size >= (long)Often * rows;

    private static Tensor? Shifted(Tensor x, Tensor shift) =>
        OftenChosen(x) is { } rows && shift.Rank > 0 && shift.Rank <= x.Rank && shift.Shape.Size == shift.Shape[^1]
            ? rows.Of(rows.Table + shift.Reshape([shift.Shape.Size]))
            : null;

    private static Tensor? TransposedSelection(Tensor x) => x is { Op: TransposeOp, Rank: 2, Inputs: [var upright] } ? upright : null;

    /// <summary>Whether rows stay rows where axes change places.</summary>
    private static bool KeepsLast(TransposeOp op) => op.Permutation[^1] == op.Permutation.Count - 1;

    private static bool HaveSameRows(Tensor a, Tensor b) => a.Rank > 0 && b.Rank > 0 && a.Shape[^1] == b.Shape[^1] && a.Shape.Size > 0;

    private static int[] Leading(TransposeOp op) => [.. op.Permutation.AsSpan()[..^1]];

    private static int[] Inverse(int[] permutation)
    {
        var inverse = new int[permutation.Length];
        for (var i = 0; i < inverse.Length; i++) inverse[permutation[i]] = i;
        return inverse;
    }

    private static Shape WithoutLast(Shape shape) => [.. shape.AsSpan()[..^1]];
}
