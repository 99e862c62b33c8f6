using System.Numerics;
using ChainRule.Kernels;
using ChainRule.Ops;
using ChainRule.Planning;

namespace ChainRule.Execution;

/// <summary>The results of a pass's reduction: the chunks' own ones, and how they come together.</summary>
internal static class Accumulation
{
    /// <summary>Where a chunk's tiles are added to.</summary>
    public static Span<T> Target<T>(this Accumulate reduction, Session session, int chunk) where T : unmanaged
    {
        var size = reduction.To.View.Shape.Size;
        return reduction.Partials < 0
            ? session.Span<T>(reduction.To.Buffer)[..size]
            : session.Span<T>(reduction.Partials).Slice(chunk * size, size);
    }

    /// <summary>Sets them to what changes no result.</summary>
    public static void Begin<T>(this Accumulate reduction, Session session, int chunk) where T : unmanaged, IFloatingPointIeee754<T> =>
        reduction.Target<T>(session, chunk).Fill(Identity<T>(reduction.Combine));

    /// <summary>Brings the chunks' results together, in their order, whoever made them.</summary>
    public static void Gather<T>(this Accumulate reduction, Session session, int chunks) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var result = session.Span<T>(reduction.To.Buffer)[..reduction.To.View.Shape.Size];
        result.Fill(Identity<T>(reduction.Combine));
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var own = reduction.Target<T>(session, chunk);
            switch (reduction.Combine)
            {
                case Combine.Sum: Elementary.Add<T>(result, own, result); break;
                case Combine.Max: Elementary.Maximum<T>(result, own, result); break;
                default: Elementary.Minimum<T>(result, own, result); break;
            }
        }
    }

    private static T Identity<T>(Combine combine) where T : unmanaged, IFloatingPointIeee754<T> => combine switch
    {
        Combine.Sum => T.Zero,
        Combine.Max => T.NegativeInfinity,
        _ => T.PositiveInfinity,
    };
}
