namespace ChainRule.Explanations;

/// <summary>A step of the gradient's trace with its formulas, simplified for reading.</summary>
public sealed class DerivationStep
{
    internal DerivationStep(GradientStep step, Tensor? local, Tensor? product, bool merges, IReadOnlyList<Tensor> constants) =>
        (Step, Local, Product, Merges, Constants) = (step, local, product, merges, constants);

    /// <summary>The step as differentiation took it.</summary>
    public GradientStep Step { get; }

    /// <summary>The tensor whose op is differentiated.</summary>
    public Tensor Of => Step.Of;

    /// <summary>The operand that it is differentiated by.</summary>
    public Tensor From => Step.From;

    /// <summary>The place of the operand among the inputs of <see cref="Of"/>.</summary>
    public int Input => Step.Input;

    /// <summary>∂output/∂<see cref="Of"/>.</summary>
    public Tensor Upstream => Step.Upstream;

    /// <summary>
    /// The rule for this operand, in words or as a formula. <see cref="RowFormulas.Rule"/> has the names that the explanation gives.
    /// </summary>
    public string Rule => Step.Rule;

    /// <summary>
    /// ∂Of/∂From as a formula of the expression's tensors; <see langword="null"/> where it is not one number for each element. Between
    /// scalars every step has one.
    /// </summary>
    public Tensor? Local { get; }

    /// <summary>
    /// Upstream × local as a formula of <see cref="Upstream"/> and the expression's tensors; <see langword="null"/> between scalars, where
    /// two numbers are multiplied, and where it is zero by rule.
    /// </summary>
    public Tensor? Product { get; }

    /// <summary>Whether other steps add to the gradient of <see cref="From"/> too.</summary>
    public bool Merges { get; }

    /// <summary>The named operands of <see cref="Of"/> that are held constant and do not occur in <see cref="Local"/>.</summary>
    public IReadOnlyList<Tensor> Constants { get; }

    /// <summary>The formula that says what happens along the step: the local derivative or, where there is none, the product.</summary>
    internal Tensor Formula => Local ?? Product!;
}
