using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>In what notation formulas are written: as text with some signs, or in a markup.</summary>
internal interface IFormulaStyle
{
    /// <summary>A tensor's name.</summary>
    string Name(NodeNames names, Tensor tensor);

    /// <summary>∂of/∂wrt.</summary>
    Word Partial(NodeNames names, Tensor of, Tensor wrt);

    /// <summary>All elements.</summary>
    Word Numbers(TensorData data);

    /// <summary>The elements if they are few, else the shape and between what they lie.</summary>
    string Value(TensorData data);

    /// <summary>A writer of formulas.</summary>
    /// <param name="words">The text for a tensor that is not to be taken apart.</param>
    FormulaWriter Writer(Func<Tensor, Word?> words);
}
