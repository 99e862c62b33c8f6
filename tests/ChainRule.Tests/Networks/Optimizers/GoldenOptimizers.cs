using System.Text.Json;
using ChainRule.Networks;

namespace ChainRule.Tests.Networks;

/// <summary>The optimizer that a golden case names, with its options.</summary>
internal static class GoldenOptimizers
{
    public static Optimizer Of(JsonElement json)
    {
        var (name, hyper) = (json.GetProperty("optimizer").GetString()!, json.GetProperty("hyper"));
        if (!hyper.TryGetProperty("groups", out var groups)) return Of(name, new Options(hyper));
        var all = groups
            .EnumerateArray()
            .Select(group => (group.GetProperty("parameters").GetString()!, Of(name, new Options(hyper, group))))
            .ToArray();
        // Whatever no group names stays where it is, and the case fails.
        return new ParameterGroups(new Sgd(0), all);
    }

    private static Optimizer Of(string name, Options o) => name switch
    {
        "SGD" => new Sgd(o["lr"], o["momentum"], o.Is("nesterov"), o["weight_decay"], o["dampening"]),
        "Adam" => new Adam(o["lr"], o["beta1"], o["beta2"], o["eps"], o["weight_decay"], o.Is("amsgrad")),
        "AdamW" => new AdamW(o["lr"], o["beta1"], o["beta2"], o["eps"], o["weight_decay"], o.Is("amsgrad")),
        "NAdam" => new NAdam(o["lr"], o["beta1"], o["beta2"], o["eps"], o["weight_decay"], o["momentum_decay"]),
        "Adamax" => new Adamax(o["lr"], o["beta1"], o["beta2"], o["eps"], o["weight_decay"]),
        "RMSprop" => new RMSprop(o["lr"], o["alpha"], o["eps"], o["weight_decay"], o["momentum"], o.Is("centered")),
        "Adagrad" => new Adagrad(o["lr"], o["lr_decay"], o["weight_decay"], o["initial_accumulator_value"], o["eps"]),
        "Adadelta" => new Adadelta(o["lr"], o["rho"], o["eps"], o["weight_decay"]),
        _ => throw new NotSupportedException(name),
    };

    /// <summary>Options of all parameters, and those of a group in their stead.</summary>
    private sealed class Options(params JsonElement[] layers)
    {
        public double this[string key] => Find(key).GetDouble();

        public bool Is(string key) => Find(key).GetBoolean();

        private JsonElement Find(string key) => layers.Last(layer => layer.TryGetProperty(key, out _)).GetProperty(key);
    }
}
