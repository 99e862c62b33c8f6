using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule;

public partial class Tensor
{
    /// <summary>a + b with broadcasting.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Apply(Arithmetic.Add, a, b);

    /// <summary>a − b with broadcasting.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Apply(Arithmetic.Sub, a, b);

    /// <summary>a · b with broadcasting.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Apply(Arithmetic.Mul, a, b);

    /// <summary>a / b with broadcasting.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Apply(Arithmetic.Div, a, b);

    /// <summary>−a.</summary>
    public static Tensor operator -(Tensor a) => Apply(Arithmetic.Neg, a);

    /// <summary>a plus a number, in the dtype of a.</summary>
    public static Tensor operator +(Tensor a, double b) => a + Number(b, a);

    /// <summary>A number plus b, in the dtype of b.</summary>
    public static Tensor operator +(double a, Tensor b) => Number(a, b) + b;

    /// <summary>a minus a number, in the dtype of a.</summary>
    public static Tensor operator -(Tensor a, double b) => a - Number(b, a);

    /// <summary>A number minus b, in the dtype of b.</summary>
    public static Tensor operator -(double a, Tensor b) => Number(a, b) - b;

    /// <summary>a times a number, in the dtype of a.</summary>
    public static Tensor operator *(Tensor a, double b) => a * Number(b, a);

    /// <summary>A number times b, in the dtype of b.</summary>
    public static Tensor operator *(double a, Tensor b) => Number(a, b) * b;

    /// <summary>a divided by a number, in the dtype of a.</summary>
    public static Tensor operator /(Tensor a, double b) => a / Number(b, a);

    /// <summary>A number divided by b, in the dtype of b.</summary>
    public static Tensor operator /(double a, Tensor b) => Number(a, b) / b;
}
