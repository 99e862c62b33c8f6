using System.Reflection;
using ChainRule.Data;
using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests;

/// <summary>
/// What users may expect of every public type: == compares values where Equals does, results are not read before they exist, generic
/// methods work.
/// </summary>
public class PublicHabitsTests
{
    [Fact]
    public void What_equals_by_value_is_compared_by_value()
    {
        var types = typeof(Tensor).Assembly.GetExportedTypes().Concat(typeof(CsvTable).Assembly.GetExportedTypes())
            .Where(type => type is { IsEnum: false, IsInterface: false } && IsEquatable(type) && !typeof(Delegate).IsAssignableFrom(type))
            .ToList();
        Assert.Contains(typeof(Shape), types);
        Assert.All(types, type => Assert.True(HasOperator(type), $"{type} compares by value in Equals, but by reference in =="));
    }

    [Fact]
    public void Shapes_are_compared_by_their_sizes()
    {
        Shape a = [2, 3], b = Shape.Create(2, 3), c = [3, 2];
        Shape? none = null;
        Assert.True(a == b && a != c && a != none && none == null && a.Sizes == b.Sizes && a.Sizes != c.Sizes);
        Assert.False(a != b || a == c || none == a || a.Sizes == null!);
        Assert.True(Tensor.Constant<double>([1, 2]).Shape == Tensor.Constant<float>([1, 2]).Shape);
    }

    [Fact]
    public void Results_of_a_step_cannot_be_read_before_it_runs()
    {
        var step = new Step([Tensor.Constant(1.0) + 1]);
        Unread(() => step.Scalar());
        Unread(() => step.Output(0));
        Unread(() => step.CopyOutput<double>(0, new double[1]));
        step.Run();
        Assert.Equal(2, step.Scalar());
        Assert.Throws<ArgumentOutOfRangeException>(() => step.Scalar(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => step.Output(-1));

        static void Unread(Action read) =>
            Assert.Equal("this Step has not run yet, so it has no outputs; call Run() first",
                Assert.Throws<InvalidOperationException>(read).Message);
    }

    [Fact]
    public void Results_of_a_training_step_cannot_be_read_before_it_runs()
    {
        var net = new Linear(1, 1);
        var step = new TrainingStep(net, new Sgd(0.1), (x, y) => MSELoss(net.Forward(x), y));
        Assert.Throws<InvalidOperationException>(() => step.Output(0));
        Assert.Throws<InvalidOperationException>(() => step.CopyOutput<float>(0, new float[1]));
        Assert.Throws<InvalidOperationException>(() => step.Plan);
        Assert.True(double.IsNaN(step.GradientNorm));
    }

    [Fact]
    public void Integers_of_any_size_that_Int64_holds_are_values()
    {
        Check<int>([int.MinValue, -1, int.MaxValue]);
        Check<uint>([0, 1, uint.MaxValue]);
        Check<short>([short.MinValue, -1, short.MaxValue]);
        Check<ushort>([0, 1, ushort.MaxValue]);
        Check<sbyte>([sbyte.MinValue, -1, sbyte.MaxValue]);
        Check<byte>([0, 1, byte.MaxValue]);

        static void Check<T>(T[] values) where T : unmanaged, IConvertible
        {
            var tensor = Tensor.Constant<T>(values);
            long[] expected = [.. values.Select(value => Convert.ToInt64(value, null))];
            Assert.Equal((DType.Int64, 3), (tensor.DType, tensor.Shape[0]));
            Assert.Equal(expected, tensor.Evaluate().ToArray<long>());
            Assert.Equal(expected, TensorData.Create<T>(values, [3, 1]).ToArray<long>());
        }
    }

    [Fact]
    public void Other_types_are_refused_with_the_types_that_there_are()
    {
        Assert.Contains("float, double, long and bool", Assert.Throws<NotSupportedException>(() => Tensor.Constant<decimal>([1])).Message,
            StringComparison.Ordinal);
        var data = TensorData.Create<int>([1], [1]);
        Assert.Contains("Int64", Assert.Throws<ShapeException>(() => data.AsSpan<int>()).Message, StringComparison.Ordinal);
        var step = new Step([Tensor.Constant(1.0) + 1]);
        step.Run();
        Assert.Throws<ArgumentException>(() => step.CopyOutput<int>(0, new int[1]));
    }

    private static bool IsEquatable(Type type) => type.GetInterfaces().Any(i =>
        i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEquatable<>) && i.GenericTypeArguments[0].FullName == type.FullName);

    private static bool HasOperator(Type type)
    {
        for (var at = type; at is not null; at = at.BaseType)
            if (at.GetMethod("op_Equality", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly) is not null) return true;
        return false;
    }
}
