using ChainRule.Explanations;
using ChainRule.Graph;

namespace ChainRule.Board;

/// <summary>Tells how one cell of a product of matrices comes about.</summary>
internal sealed class CellStory(RowFormulas formulas, Explanation explanation, Tensor? product)
{
    private const int MaxTerms = 12;

    /// <summary>Whether a result is a product whose cells have a story: of two matrices, or of a matrix and a vector.</summary>
    public static bool IsProduct(Tensor tensor) => tensor.Op.Notation is Notation.Infix { Symbol: "@" } && tensor.Rank <= 2;

    /// <summary><c>h[0, 1] = x[0, 0]·W[0, 1] + x[0, 1]·W[1, 1] = 1·2 + 3·4 = 14</c></summary>
    public string At(int row, int column)
    {
        if (product is null || !IsProduct(product))
            throw new BoardException("only a cell of a product of matrices has a story; take a node with an @");
        var columns = product.Rank == 2 ? product.Shape[1] : 1;
        if (row < 0 || row >= product.Shape[0] || column < 0 || column >= columns)
            throw new BoardException($"{Name(product)} is {product.Shape}: it has no cell [{row}, {column}]");
        var (left, right) = (product.Inputs[0], product.Inputs[1]);
        var inner = left.Shape[1];
        var terms = Enumerable
            .Range(0, inner)
            .Select(i =>
                (Left: (left, row * inner + i, Place(row, i)),
                    Right: (right, i * columns + column, product.Rank == 2 ? Place(i, column) : $"[{i}]")))
            .ToList();
        var here = product.Rank == 2 ? Place(row, column) : $"[{row}]";
        var names = Sum(terms.Select(t => $"{Name(t.Left.left)}{t.Left.Item3}·{Name(t.Right.right)}{t.Right.Item3}"));
        var numbers = Sum(terms.Select(t => $"{Number(t.Left.left, t.Left.Item2)}·{Number(t.Right.right, t.Right.Item2)}"));
        return $"{Name(product)}{here} = {names} = {numbers} "
            + $"= {FormulaNotation.Pretty.Number(explanation.ValueOf(product)[row * columns + column])}";
    }

    private static string Sum(IEnumerable<string> terms) =>
        terms.ToList() is var all && all.Count <= MaxTerms
            ? string.Join(" + ", all)
            : $"{string.Join(" + ", all.Take(MaxTerms - 1))} + … + {all[^1]}";

    private static string Place(int row, int column) => $"[{row}, {column}]";

    private string Name(Tensor tensor) => formulas.Derivation.Names.Has(tensor) ? formulas.Name(tensor) : "·";

    private string Number(Tensor tensor, int element) => FormulaNotation.Pretty.Factor(explanation.ValueOf(tensor)[element]);
}
