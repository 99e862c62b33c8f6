namespace ChainRule.Formulas;

/// <summary>
/// A node of the syntax tree. Two expressions are equal when they say the same, wherever they stand in their texts.
/// </summary>
/// <remarks>
/// A sum of 50,000 terms is a tree 50,000 levels deep, so nothing may walk it by recursion: use <see cref="PostOrder"/>.
/// That is also why equality, hash and text are not the ones that the compiler would make.
/// </remarks>
/// <param name="Span">Where it stands in the source, with the parentheses around it.</param>
public abstract record Expression(TextSpan Span)
{
    /// <summary>The operands, from left to right.</summary>
    public abstract IReadOnlyList<Expression> Children { get; }

    /// <summary>Whether it was written with the indices of the sum around it: vᵢ in Σᵢ vᵢ.</summary>
    internal bool HasIndices { get; init; }

    /// <summary>What this node says besides its children.</summary>
    private protected abstract object Label { get; }

    /// <summary>This expression and all below it, every child before its parent, from left to right.</summary>
    public IReadOnlyList<Expression> PostOrder()
    {
        var visited = new List<Expression>();
        var waiting = new Stack<Expression>([this]);
        while (waiting.TryPop(out var node))
        {
            visited.Add(node);
            foreach (var child in node.Children) waiting.Push(child);
        }

        visited.Reverse();
        return visited;
    }

    /// <summary>The expression as a formula.</summary>
    public sealed override string ToString() => ExpressionPrinter.Print(this);

    // Labels and numbers of children in post-order determine a tree.
    private protected bool SaysTheSameAs(Expression? other) =>
        ReferenceEquals(this, other) || (other is not null && Signature().SequenceEqual(other.Signature()));

    private protected int HashOfWhatItSays()
    {
        var hash = new HashCode();
        foreach (var part in Signature()) hash.Add(part);
        return hash.ToHashCode();
    }

    private IEnumerable<(Type, object, int)> Signature() =>
        PostOrder().Select(node => (node.GetType(), node.Label, node.Children.Count));
}

/// <summary>A number such as <c>1.5</c>, never negative; <c>pi</c> is one too.</summary>
/// <param name="Value">The number.</param>
/// <param name="Span"><inheritdoc cref="Expression"/></param>
public sealed record Number(double Value, TextSpan Span = default) : Expression(Span)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Expression> Children => [];

    private protected override object Label => Value;

    /// <inheritdoc/>
    public bool Equals(Number? other) => SaysTheSameAs(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashOfWhatItSays();
}

/// <summary>A name: an input, a parameter, or what an earlier statement defined.</summary>
/// <param name="Text">The name as typed.</param>
/// <param name="Span"><inheritdoc cref="Expression"/></param>
public sealed record Name(string Text, TextSpan Span = default) : Expression(Span)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Expression> Children => [];

    private protected override object Label => Text;

    /// <inheritdoc/>
    public bool Equals(Name? other) => SaysTheSameAs(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashOfWhatItSays();
}

/// <summary><c>-x</c></summary>
/// <param name="Operand">What is negated.</param>
/// <param name="Span"><inheritdoc cref="Expression"/></param>
public sealed record Negate(Expression Operand, TextSpan Span = default) : Expression(Span)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Expression> Children => [Operand];

    private protected override object Label => "-";

    /// <inheritdoc/>
    public bool Equals(Negate? other) => SaysTheSameAs(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashOfWhatItSays();
}

/// <summary><c>x.T</c></summary>
/// <param name="Operand">What is transposed.</param>
/// <param name="Span"><inheritdoc cref="Expression"/></param>
public sealed record Transposed(Expression Operand, TextSpan Span = default) : Expression(Span)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Expression> Children => [Operand];

    private protected override object Label => ".T";

    /// <inheritdoc/>
    public bool Equals(Transposed? other) => SaysTheSameAs(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashOfWhatItSays();
}

/// <summary>Two operands and the operator between them.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Left">The operand before it.</param>
/// <param name="Right">The operand behind it.</param>
/// <param name="Span"><inheritdoc cref="Expression"/></param>
public sealed record Binary(BinaryOperator Operator, Expression Left, Expression Right, TextSpan Span = default) : Expression(Span)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Expression> Children => [Left, Right];

    private protected override object Label => Operator;

    /// <inheritdoc/>
    public bool Equals(Binary? other) => SaysTheSameAs(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashOfWhatItSays();
}

/// <summary>A vector, matrix or higher array written out: <c>[1, 2; 3, 4]</c> or <c>[[1, 2], [3, 4]]</c>, which are the same.</summary>
/// <param name="Shape">The extent of each axis, outermost first.</param>
/// <param name="Elements">The elements in row-major order; none is an array literal itself.</param>
/// <param name="Span"><inheritdoc cref="Expression"/></param>
public sealed record ArrayLiteral(IReadOnlyList<int> Shape, IReadOnlyList<Expression> Elements, TextSpan Span = default)
    : Expression(Span)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Expression> Children => Elements;

    private protected override object Label => string.Join(' ', Shape.Select(size => $"{size}"));

    /// <inheritdoc/>
    public bool Equals(ArrayLiteral? other) => SaysTheSameAs(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashOfWhatItSays();
}
