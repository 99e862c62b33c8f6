using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>
/// Shapes for the names that have no value yet, read off the formula: what stands beside <c>@</c> is a matrix where its name begins with a
/// capital and a vector otherwise, a bias is as long as a row of what it is added to, and a target has the shape of what it is compared
/// with.
/// </summary>
internal sealed class ProposedShapes
{
    /// <summary>The functions of two operands of one shape.</summary>
    private static readonly string[] Comparisons = ["mse", "mae", "huber"];

    private static readonly string[] Reductions = ["sum", "mean", "prod", "max", "min", "var", "std", "norm", "logsumexp"];

    private readonly Dictionary<string, Operand> named = [];
    private readonly List<Axis> axes = [];

    private ProposedShapes(FormulaSyntax syntax, IReadOnlyDictionary<string, ArrayValue> given)
    {
        foreach (var (name, value) in given) named[name] = new Operand { Axes = Known(value.Shape) };
        foreach (var name in syntax.FreeNames.Where(name => !given.ContainsKey(name))) named[name] = new Operand { Name = name };
        foreach (var statement in syntax.Assignments) named[statement.Name] = Of(statement.Value);
    }

    /// <summary>A shape for each free name without a value; a single number where nothing else is asked for.</summary>
    public static Dictionary<string, int[]> Of(FormulaSyntax syntax, IReadOnlyDictionary<string, ArrayValue> given)
    {
        var missing = syntax.FreeNames.Where(name => !given.ContainsKey(name)).ToList();
        var proposed = new ProposedShapes(syntax, given);
        proposed.SizeTheRest();
        return missing.ToDictionary(name => name, name => proposed.named[name].Axes is { } axes ? Sizes(axes) : []);
    }

    /// <summary>The names that a formula multiplies as vectors and matrices; none if it cannot be read.</summary>
    public static HashSet<string> FactorsOf(string formula)
    {
        try
        {
            return [.. FormulaSyntax.Parse(formula).Assignments
                .SelectMany(statement => statement.Value.PostOrder())
                .Where(node => node is Binary { Operator: BinaryOperator.MatrixMultiply } or Call { Function: "matmul" or "dot" })
                .SelectMany(product => product.Children.OfType<Name>())
                .Select(name => name.Text)];
        }
        catch (FormulaException)
        {
            return [];
        }
    }

    /// <summary>An axis; those that must be of one size are one axis, found by following <see cref="Same"/>.</summary>
    private sealed class Axis
    {
        public Axis? Same { get; set; }
        public int Size { get; set; }

        public Axis Root
        {
            get
            {
                var root = this;
                while (root.Same is { } same) root = same;
                return root;
            }
        }
    }

    /// <summary>
    /// What an expression gives. Without axes its shape is open, and what is found out of it holds for all who refer to it.
    /// </summary>
    private sealed class Operand
    {
        public string? Name { get; init; }
        public Axis[]? Axes { get; set; }

        public bool IsMatrixByName => Name is { } name && char.IsUpper(name[0]);

        public bool IsTargetByName => Name is ['y' or 'Y', ..];
    }

    private Operand Of(Expression expression)
    {
        var results = new Stack<Operand>();
        foreach (var node in expression.PostOrder())
        {
            var operands = new Operand[node.Children.Count];
            for (var i = operands.Length - 1; i >= 0; i--) operands[i] = results.Pop();
            results.Push(Of(node, operands));
        }
        return results.Pop();
    }

    private Operand Of(Expression node, Operand[] operands) => node switch
    {
        Number => new Operand { Axes = [] },
        Name { Text: var name } => named.GetValueOrDefault(name) ?? new Operand(),
        ArrayLiteral { Shape: var shape } => new Operand { Axes = Known(shape) },
        Transposed => new Operand { Axes = operands[0].Axes?.Reverse().ToArray() },
        Negate => operands[0],
        Binary { Operator: BinaryOperator.MatrixMultiply } => Product(operands[0], operands[1]),
        Binary { Operator: var op } =>
            Broadcast(operands[0], operands[1], isAdded: op == BinaryOperator.Add, isCompared: op == BinaryOperator.Subtract),
        Call call => Of(call, operands),
        _ => new Operand(),
    };

    private Operand Of(Call call, Operand[] operands) => (call.Function, operands) switch
    {
        ("matmul" or "dot", [var left, var right]) => Product(left, right),
        (var function, [var left, var right]) when Comparisons.Contains(function) => Compared(left, right),
        (var function, [var reduced]) when Reductions.Contains(function) => Reduced(call, reduced),
        ("where", [_, var left, var right]) => Broadcast(left, right, isAdded: false, isCompared: false),
        ("transpose" or "reshape" or "slice" or "place" or "broadcast_to", _) => new Operand(),
        (_, [var only]) => only,
        (_, [var left, var right]) => Broadcast(left, right, isAdded: false, isCompared: false),
        _ => new Operand(),
    };

    private Operand Product(Operand left, Operand right)
    {
        var inner = New();
        left.Axes ??= left.IsMatrixByName ? [New(), inner] : [inner];
        right.Axes ??= right.IsMatrixByName ? [inner, New()] : [inner];
        if (left.Axes is not [.., var last] || right.Axes.Length == 0) return new Operand { Axes = [] };
        Unite(last, right.Axes[^Math.Min(2, right.Axes.Length)]);
        return new Operand { Axes = [.. left.Axes[..^1], .. right.Axes.Length > 1 ? right.Axes[^1..] : []] };
    }

    private static Operand Compared(Operand left, Operand right)
    {
        left.Axes ??= right.Axes;
        right.Axes ??= left.Axes;
        return new Operand { Axes = [] };
    }

    private static Operand Reduced(Call call, Operand reduced)
    {
        if (call.NamedArguments.Count == 0) return new Operand { Axes = [] };
        // Which axis goes is not looked up: a name beside such a result is seldom one without a value.
        return new Operand { Axes = reduced.Axes is { Length: > 1 } axes ? axes[1..] : null };
    }

    private static Operand Broadcast(Operand left, Operand right, bool isAdded, bool isCompared)
    {
        if (left.Axes is null && right.Axes is not null) (left, right) = (right, left);
        if (left.Axes is null) return left;
        if (right.Axes is null)
        {
            if (left.Axes.Length == 0) return right;
            if (isCompared || (isAdded && right.IsTargetByName)) right.Axes = left.Axes;
            else if (isAdded && right.Name is not null) right.Axes = right.IsMatrixByName ? left.Axes : left.Axes[^1..];
            return left;
        }
        var (longer, shorter) = left.Axes.Length >= right.Axes.Length ? (left.Axes, right.Axes) : (right.Axes, left.Axes);
        Axis[] result = [.. longer];
        for (var i = 1; i <= shorter.Length; i++)
        {
            if (result[^i].Root.Size == 1) result[^i] = shorter[^i];
            else if (shorter[^i].Root.Size != 1) Unite(result[^i], shorter[^i]);
        }
        return new Operand { Axes = result };
    }

    /// <summary>Two axes become one. Where both have sizes that differ nothing fits, which the formula itself says better.</summary>
    private static void Unite(Axis a, Axis b)
    {
        (a, b) = (a.Root, b.Root);
        if (ReferenceEquals(a, b) || (a.Size > 0 && b.Size > 0)) return;
        if (a.Size > 0) b.Same = a;
        else a.Same = b;
    }

    private Axis New()
    {
        var axis = new Axis();
        axes.Add(axis);
        return axis;
    }

    private static Axis[] Known(IReadOnlyList<int> shape) => [.. shape.Select(size => new Axis { Size = size })];

    /// <summary>2 and 3 by turns: small, and unlike each other.</summary>
    private void SizeTheRest()
    {
        var open = axes.Select(axis => axis.Root).Distinct().Where(axis => axis.Size == 0).ToList();
        for (var i = 0; i < open.Count; i++) open[i].Size = 2 + i % 2;
    }

    private static int[] Sizes(Axis[] axes) => [.. axes.Select(axis => axis.Root.Size)];
}
