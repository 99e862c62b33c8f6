using System.Runtime.CompilerServices;

namespace ChainRule;

/// <summary>
/// Remembers where tensors were made. Looking that up takes a walk over the stack, 5 to 15 µs for each tensor without and 15 to
/// 35 µs with file and line, where making a tensor takes 0.5 to 2: so it is done on demand. Since an equal expression built again
/// is the same tensor, running the same code once more under <see cref="Record"/> finds the origins of a graph that exists already.
/// With the environment variable <c>CHAINRULE_ORIGINS=1</c> every tensor's is kept from the start.
/// </summary>
/// <example><code>
/// using (Origins.Record()) loss = Loss(model, x, y);
/// Console.WriteLine(Origins.Of(loss)); // Train.cs:12
/// </code></example>
public static class Origins
{
    private static readonly ConditionalWeakTable<Tensor, Origin> known = [];
    private static readonly bool always = Environment.GetEnvironmentVariable("CHAINRULE_ORIGINS") == "1";

    [ThreadStatic]
    private static int recordings;

    [ThreadStatic]
    private static Origin? place;

    /// <summary>
    /// Until the result is disposed of, by the same thread, the origins of all tensors are kept that this thread builds, anew or again.
    /// </summary>
    public static IDisposable Record() => new Recording();

    /// <summary>Where a tensor was made first while origins were kept; <see langword="null"/> where that is not known.</summary>
    public static Origin? Of(Tensor tensor) => known.TryGetValue(tensor, out var origin) ? origin : null;

    internal static bool IsRecording => always || recordings > 0;

    /// <summary>What this thread builds comes from here, not from code; <see langword="null"/> ends that.</summary>
    internal static void SetPlace(Origin? origin) => place = origin;

    /// <summary>
    /// Until the result is disposed of, what this thread builds comes from where a tensor was made, as far as that is known.
    /// </summary>
    internal static PlaceScope As(Tensor tensor) => new(IsRecording ? Of(tensor) : null);

    internal static void Note(Tensor tensor)
    {
        if (!known.TryGetValue(tensor, out _) && (place ?? Origin.OfCaller()) is { } origin) known.TryAdd(tensor, origin);
    }

    /// <summary>The span of time in which what is built comes from elsewhere than from the code that runs.</summary>
    internal readonly ref struct PlaceScope
    {
        private readonly Origin? before;
        private readonly bool isSet;

        public PlaceScope(Origin? origin)
        {
            if (origin is null) return;
            (before, isSet, place) = (place, true, origin);
        }

        public void Dispose()
        {
            if (isSet) place = before;
        }
    }

    private sealed class Recording : IDisposable
    {
        private bool isOver;

        public Recording() => recordings++;

        public void Dispose()
        {
            if (isOver) return;
            isOver = true;
            recordings--;
        }
    }
}
