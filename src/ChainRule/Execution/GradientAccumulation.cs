using System.Numerics;
using ChainRule.Kernels;
using ChainRule.Ops;
using ChainRule.Planning;

namespace ChainRule.Execution;

/// <summary>Partial results of a pass's reductions, and how they are combined.</summary>
internal static class GradientAccumulation
{
    private const int Group = 16;

    /// <summary>The elements that a chunk's tiles are added to.</summary>
    public static Span<T> Target<T>(this Accumulate reduction, Session session, int chunk) where T : unmanaged
    {
        var size = reduction.To.View.Shape.Size;
        return reduction.Partials < 0
            ? session.Span<T>(reduction.To.Buffer)[..size]
            : session.Span<T>(reduction.Partials).Slice(chunk * size, size);
    }

    /// <summary>Sets them to the identity of the reduction.</summary>
    public static void Begin<T>(this Accumulate reduction, Session session, int chunk) where T : unmanaged, IFloatingPointIeee754<T> =>
        reduction.Target<T>(session, chunk).Fill(Identity<T>(reduction.Combine));

    /// <summary>
    /// Combines the chunks' partial results in chunk order, independent of threads: first in groups, so that no sum has too many terms.
    /// </summary>
    public static void AddTo<T>(this Accumulate reduction, Session session, int chunks) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var result = session.Span<T>(reduction.To.Buffer)[..reduction.To.View.Shape.Size];
        result.Fill(Identity<T>(reduction.Combine));
        for (var first = 0; first < chunks; first += Group)
        {
            var group = reduction.Target<T>(session, first);
            for (var chunk = first + 1; chunk < Math.Min(first + Group, chunks); chunk++)
                Join(reduction.Combine, group, reduction.Target<T>(session, chunk));
            Join(reduction.Combine, result, group);
        }
    }

    private static void Join<T>(Combine combine, Span<T> results, ReadOnlySpan<T> others) where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (combine)
        {
            case Combine.Sum: Elementary.Add<T>(results, others, results); break;
            case Combine.Max: Elementary.Maximum<T>(results, others, results); break;
            case Combine.Min: Elementary.Minimum<T>(results, others, results); break;
            default: Norms.Combine(results, others); break;
        }
    }

    private static T Identity<T>(Combine combine) where T : unmanaged, IFloatingPointIeee754<T> => combine switch
    {
        Combine.Sum or Combine.Norm => T.Zero,
        Combine.Max => T.NegativeInfinity,
        _ => T.PositiveInfinity,
    };
}
