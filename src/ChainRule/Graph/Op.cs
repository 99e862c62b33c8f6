namespace ChainRule.Graph;

/// <summary>
/// An operation: what it is called, the type of its result, how it is computed and how it is differentiated, declared once.
/// Two ops are equal when they compute the same; the graph shares nodes by that.
/// </summary>
public abstract record Op
{
    private protected Op() { }

    /// <summary>Name, reason, and names elsewhere.</summary>
    public abstract OpInfo Info { get; }

    /// <summary>How it is written in a formula.</summary>
    public virtual Notation Notation => new Notation.Function(NotationName(Info.Name));

    /// <summary>The attributes, as named arguments of the function.</summary>
    public virtual IEnumerable<NamedValue> Attributes => [];

    /// <summary>The type of the result.</summary>
    /// <exception cref="ShapeException">The operands do not fit.</exception>
    internal abstract TensorType Infer(Operands operands);

    /// <summary>
    /// It in a C# program, with code for its inputs; <see langword="null"/> where this library has no public function for it.
    /// </summary>
    internal virtual string? CSharpCode(IReadOnlyList<string> inputs) => null;

    /// <summary>It in a Python program, with code for its inputs; <see langword="null"/> where PyTorch has no function for it.</summary>
    internal virtual string? TorchCode(IReadOnlyList<string> inputs) => null;

    /// <summary>Whether its kernel is a user's, which runs when its user wants it to and at no other time.</summary>
    internal bool IsCustom { get; init; }

    /// <summary>Whether a gradient flows to an input. If not, its edge is left out of every derivative.</summary>
    /// <param name="input">The place of the operand in <see cref="Tensor.Inputs"/>, from 0.</param>
    public virtual bool IsDifferentiable(int input) => true;

    /// <summary>
    /// The derivative by one operand, in words or as a formula: for <c>a − b</c>, the second operand's has the sign turned. <c>{0}</c>,
    /// <c>{1}</c> … stand for the operands' names, <c>{g}</c> for that of the upstream gradient. Ops of one operand may give
    /// <see cref="OpInfo.Reason"/>; ops of several have a rule for each.
    /// </summary>
    /// <param name="input">The place of the operand in <see cref="Tensor.Inputs"/>, from 0.</param>
    public virtual string Rule(int input) => Info.Reason;

    /// <summary>
    /// The rule for the operands of one tensor, which may say less than that for all: of a power with a constant exponent only what holds
    /// for it. Besides the names, <c>{f}</c> stands for the tensor's formula and <c>{d}</c> for that of the derivative.
    /// </summary>
    internal virtual string Rule(int input, Tensor of) => Rule(input);

    /// <summary>
    /// Whether the op chooses, and equal numbers leave the choice open at these values: the smallest change of an input could turn it. What
    /// such a choice passes on is a convention.
    /// </summary>
    internal virtual bool IsUndecided(IReadOnlyList<TensorData> inputs) => false;

    /// <summary>The name and the attributes.</summary>
    public sealed override string ToString() =>
        Attributes.Any() ? $"{Info.Name}({string.Join(", ", Attributes.Select(a => $"{a.Key}={a.Value}"))})" : Info.Name;

    private static string NotationName(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}

/// <summary>
/// An op of one input that is linear in it. Its forward derivative is the op itself; its reverse derivative is its transpose.
/// </summary>
internal abstract record LinearOp : Op
{
    /// <summary>The transpose: Aᵀ·<paramref name="cotangent"/> for output = A·input, of the input's shape.</summary>
    internal abstract Tensor Transpose(Tensor cotangent, Tensor output);
}

/// <summary>
/// An op that gives its reverse derivative as a graph, so that it can be differentiated again. Ops of your own are a
/// <see cref="CustomGeneralOp"/>.
/// </summary>
public abstract record GeneralOp : Op
{
    private protected GeneralOp() { }

    /// <summary>The vector-Jacobian product for one input: its part of the loss's gradient, of the input's shape.</summary>
    internal abstract Tensor Vjp(int input, Tensor cotangent, Tensor output);

    /// <summary>
    /// The Jacobian-vector product for one input, where the op has a rule for it; else <see langword="null"/>: it follows from
    /// <see cref="IsMultilinear"/> or from <see cref="Vjp"/>.
    /// </summary>
    internal virtual Tensor? Jvp(int input, Tensor tangent, Tensor output) => null;

    /// <summary>Whether the op is linear in each input that is differentiable, the others held still.</summary>
    internal virtual bool IsMultilinear => false;
}

/// <summary>An op whose result has no gradient: indices, sizes, random numbers.</summary>
internal abstract record IndexOp : Op
{
    /// <inheritdoc/>
    public sealed override bool IsDifferentiable(int input) => false;
}
