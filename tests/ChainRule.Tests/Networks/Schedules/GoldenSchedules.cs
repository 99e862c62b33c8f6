using System.Text.Json;
using ChainRule.Networks;

namespace ChainRule.Tests.Networks;

/// <summary>The schedule that a golden case names.</summary>
internal static class GoldenSchedules
{
    public static Schedule Of(string name, JsonElement hyper)
    {
        double D(string key) => hyper.GetProperty(key).GetDouble();
        int I(string key) => hyper.GetProperty(key).GetInt32();
        return name switch
        {
            "StepLR" => new StepSchedule(I("step_size"), D("gamma")),
            "MultiStepLR" => new MultiStepSchedule([.. hyper.GetProperty("milestones").EnumerateArray().Select(m => m.GetInt64())],
                D("gamma")),
            "ExponentialLR" => new ExponentialSchedule(D("gamma")),
            "CosineAnnealingLR" => new CosineSchedule(I("T_max"), D("eta_min")),
            "LinearLR" => new LinearSchedule(D("start_factor"), D("end_factor"), I("total_iters")),
            "ConstantLR" => new ConstantSchedule(D("factor"), I("total_iters")),
            "PolynomialLR" => new PolynomialSchedule(I("total_iters"), D("power")),
            "OneCycleLR" => OneCycle(hyper),
            "CyclicLR" => new CyclicSchedule(D("base_lr"), D("max_lr"), I("step_size_up")),
            "warmup_then_cosine" => new CosineSchedule(I("total_steps") - I("warmup_steps")).AfterWarmup(I("warmup_steps")),
            "warmup_linear" => new ConstantSchedule().AfterWarmup(I("warmup_steps")),
            "warmup_inverse_sqrt" => new InverseSqrtSchedule(I("warmup_steps")),
            _ => throw new NotSupportedException(name),
        };
    }

    private static OneCycleSchedule OneCycle(JsonElement hyper)
    {
        double D(string key) => hyper.GetProperty(key).GetDouble();
        bool B(string key) => hyper.GetProperty(key).GetBoolean();
        return new(hyper.GetProperty("total_steps").GetInt32(), D("max_lr"), D("pct_start"), D("div_factor"), D("final_div_factor"),
            hyper.GetProperty("anneal_strategy").GetString() == "linear", B("three_phase"),
            B("cycle_momentum") ? (D("base_momentum"), D("max_momentum")) : null);
    }
}
