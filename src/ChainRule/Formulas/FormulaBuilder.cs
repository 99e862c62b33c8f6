using ChainRule.Graph;
using static ChainRule.Functions;

namespace ChainRule.Formulas;

/// <summary>Makes a graph of a syntax tree. It walks in post-order with a stack of its own, however deep the tree is.</summary>
internal sealed class FormulaBuilder(FormulaSyntax syntax, IReadOnlyDictionary<string, Tensor> bindings, long maxBytes)
{
    private readonly Dictionary<string, Tensor> names = new(bindings);
    private readonly HashSet<Tensor> counted = [.. bindings.Values.SelectMany(value => TopologicalOrder.Of(value))];
    private readonly DType dtype = bindings.Values.Select(t => t.DType).FirstOrDefault(type => type.IsFloat(), DType.Float64);
    private long bytes;

    public IReadOnlyDictionary<string, Tensor> Build()
    {
        try
        {
            foreach (var statement in syntax.Assignments)
            {
                var value = Value(statement.Value); // counted, and under its name it is the same
                names[statement.Name] = value = IsFree(value) ? value : value.Named(statement.Name);
                counted.Add(value);
            }
            return names;
        }
        finally
        {
            Origins.SetPlace(null);
        }
    }

    /// <summary>A leaf keeps its own name: <c>b = a</c> makes b another word for a.</summary>
    private static bool IsFree(Tensor tensor) => tensor is Leaf || tensor.Op is LiteralOp || tensor.Name is not null;

    private Tensor Value(Expression expression)
    {
        var values = new Stack<Tensor>();
        foreach (var node in expression.PostOrder())
        {
            var operands = new Tensor[node.Children.Count];
            for (var i = operands.Length - 1; i >= 0; i--) operands[i] = values.Pop();
            values.Push(AtPlace(node, operands));
        }
        return values.Pop();
    }

    /// <summary>An error of the engine becomes an error at the place in the formula.</summary>
    private Tensor AtPlace(Expression node, Tensor[] operands)
    {
        if (Origins.IsRecording) Origins.SetPlace(OriginOf(node));
        try
        {
            var made = Make(node, operands);
            Count(made, node);
            return made;
        }
        catch (ShapeException e)
        {
            throw new FormulaException(e.Message, syntax.Source, node.Span) { IsOfShapes = true };
        }
    }

    /// <summary>Counts the results that a node has added, each once, composites' inner ones too.</summary>
    /// <exception cref="FormulaException">One of them, or all of them so far, are too large.</exception>
    private void Count(Tensor made, Expression node)
    {
        foreach (var result in TopologicalOrder.Of([made], counted.Add))
        {
            if (result.Type.Bytes > maxBytes) throw TooLarge("this result", result.Type.Bytes, $" (shape {result.Shape})");
            bytes += result.Type.Bytes;
            if (bytes > maxBytes) throw TooLarge("the formula", bytes, " in its results up to here");
        }

        FormulaException TooLarge(string what, long count, string of) =>
            new(FormulaLimits.TooLarge(what, count, of, maxBytes), syntax.Source, node.Span);
    }

    private Origin OriginOf(Expression node)
    {
        var (line, column) = SourceLines.PositionOf(syntax.Source, node.Span.Start);
        var text = TokenText.OnOneLine(syntax.Source.AsSpan(node.Span.Start, node.Span.Length));
        return new(null, line, TokenText.Shorten(text)) { Column = column };
    }

    private Tensor Make(Expression node, Tensor[] operands) => node switch
    {
        Number number => Number(number.Value),
        Name name => Lookup(name),
        Negate => operands[0].Op is LiteralOp literal ? Number(-literal.Value) : -operands[0],
        Transposed => operands[0].Transpose(),
        Binary binary => Operate(binary.Operator, operands[0], operands[1]),
        ArrayLiteral array => Stacked(array, operands),
        Call call => FormulaFunctions.Call(call, operands, syntax.Source),
        _ => throw new NotSupportedException($"no graph for a {node.GetType().Name}"),
    };

    private Tensor Lookup(Name name) => names.TryGetValue(name.Text, out var tensor)
        ? tensor
        : throw new FormulaException($"'{name.Text}' has no value: give it as {name.Text}=1", syntax.Source, name.Span);

    private Tensor Number(double value) => Tensor.Literal(value, dtype);

    private static Tensor Operate(BinaryOperator op, Tensor a, Tensor b) => op switch
    {
        BinaryOperator.Add => a + b,
        BinaryOperator.Subtract => a - b,
        BinaryOperator.Multiply => a * b,
        BinaryOperator.Divide => a / b,
        BinaryOperator.MatrixMultiply => MatMul(a, b, a.Name, b.Name),
        BinaryOperator.Power => b.Op is LiteralOp { Value: 2 } ? Square(a) : Pow(a, b, a.Name, b.Name),
        _ => Indicator(Compare(op, a, b), a),
    };

    private static Tensor Compare(BinaryOperator op, Tensor a, Tensor b) => op switch
    {
        BinaryOperator.Less => Less(a, b),
        BinaryOperator.LessOrEqual => LessOrEqual(a, b),
        BinaryOperator.Greater => Greater(a, b),
        BinaryOperator.GreaterOrEqual => GreaterOrEqual(a, b),
        BinaryOperator.Equal => EqualTo(a, b),
        BinaryOperator.NotEqual => NotEqual(a, b),
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };

    /// <summary>Numbers alone make a constant; anything else is put together from its elements.</summary>
    private Tensor Stacked(ArrayLiteral array, Tensor[] elements)
    {
        var shape = Shape.Create([.. array.Shape]);
        if (Array.TrueForAll(elements, element => element.Op is LiteralOp))
            return Tensor.Constant(TensorData.Create<double>([.. elements.Select(e => ((LiteralOp)e.Op).Value)], shape).Cast(dtype));
        return Concat([.. elements.Select(element => element.Reshape(1))], 0).Reshape(shape);
    }
}
