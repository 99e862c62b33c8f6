using ChainRule.Formulas;
using CsCheck;

namespace ChainRule.Tests.Formulas;

/// <summary>Random syntax trees of every form that a text can have.</summary>
internal static class RandomFormulas
{
    private static readonly string[] SomeNames = ["x", "y", "_w1", "ŷ", "x\u0304", "w₁", "x'", "T", "損失"];

    private static readonly Gen<double> OfAnyMagnitude =
        Gen.Long.Select(BitConverter.Int64BitsToDouble).Where(double.IsFinite).Select(Math.Abs);

    private static readonly Gen<double> Doubles =
        Gen.Frequency((3, Gen.Int[0, 20].Select(i => i / 2.0)), (2, OfAnyMagnitude), (1, Gen.Const(Math.PI)));

    private static readonly Gen<Expression> Leaves = Gen.OneOf(
        Doubles.Select(value => (Expression)new Number(value)),
        Gen.OneOf(SomeNames).Select(name => (Expression)new Name(name)));

    private static readonly Gen<ArgumentValue> Values = Gen.OneOf(
        Gen.Double[-10, 10].Select(value => (ArgumentValue)new NumberValue(value)),
        Gen.Bool.Select(value => (ArgumentValue)new FlagValue(value)),
        Gen.Int[-3, 3].Select(i => (double)i).List[0, 3].Select(list => (ArgumentValue)new ListValue(list)));

    private static readonly Gen<NamedArgument[]> Options =
        Gen.OneOf("axis", "keepdims", "T").HashSet[0, 2].SelectMany(names =>
            Values.Array[names.Count].Select(values => names.Zip(values, (name, value) => new NamedArgument(name, value)).ToArray()));

    public static Gen<Expression> Expressions { get; } = OfDepth(5);

    private static Gen<Expression> OfDepth(int depth)
    {
        if (depth == 0) return Leaves;
        var smaller = OfDepth(depth - 1);
        return Gen.Frequency(
            (1, Leaves),
            (2, smaller.Select(operand => (Expression)new Negate(operand))),
            (1, smaller.Select(operand => (Expression)new Transposed(operand))),
            (6, Gen.Select(Gen.Enum<BinaryOperator>(), smaller, smaller,
                (binary, left, right) => (Expression)new Binary(binary, left, right))),
            (1, Gen.Select(Gen.OneOf("f", "pi", "sum"), smaller.Array[0, 3], Options,
                (f, arguments, options) => (Expression)new Call(f, arguments, options))),
            (1, Arrays(smaller)));
    }

    private static Gen<Expression> Arrays(Gen<Expression> elements) =>
        Gen.Int[1, 3].Array[1, 3].SelectMany(shape =>
            elements.Where(element => element is not ArrayLiteral).Array[shape.Aggregate((a, b) => a * b)]
                .Select(all => (Expression)new ArrayLiteral(shape, all)));
}
