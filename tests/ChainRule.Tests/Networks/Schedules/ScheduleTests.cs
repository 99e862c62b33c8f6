using ChainRule.Networks;
using ChainRule.Tests.Ops;

namespace ChainRule.Tests.Networks;

/// <summary>Rates and momenta of schedules, step by step as libtorch has them, and where it has none by their formulas.</summary>
public class ScheduleTests
{
    private static readonly Tolerance Close = new(1e-9, 1e-15);

    public static TheoryData<string> Cases => [.. GoldenTraining.Schedules.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Follows_the_reference(string name)
    {
        var json = GoldenTraining.Schedules[name];
        var kind = json.GetProperty("scheduler").GetString()!;
        var schedule = GoldenSchedules.Of(kind == "LambdaLR" ? name : kind, json.GetProperty("hyper"));
        var expected = GoldenTraining.Numbers(json.GetProperty("lrs"));
        var baseRate = json.GetProperty("base_lr").GetDouble();
        Compare(expected, k => schedule.Rate(k, baseRate));
        Assert.Equal(json.TryGetProperty("momenta", out var momenta), schedule.Momentum(0) is not null);
        if (schedule.Momentum(0) is not null) Compare(GoldenTraining.Numbers(momenta), k => schedule.Momentum(k)!.Value);
    }

    [Fact]
    public void Triangles_may_be_uneven_and_become_lower()
    {
        var schedule = new CyclicSchedule(1, 3, StepsUp: 2, StepsDown: 4, Decay: 0.5, MomentumRange: (0.8, 0.9));
        Compare([1, 2, 3, 2.5, 2, 1.5, 1, 1.5, 2, 1.75], k => schedule.Rate(k, 0));
        Compare([0.9, 0.85, 0.8, 0.825], k => schedule.Momentum(k)!.Value);
    }

    [Fact]
    public void One_cycle_takes_the_optimizers_rate_where_it_has_none()
    {
        var schedule = new OneCycleSchedule(10, Rise: 0.5, StartDivisor: 10, IsLinear: true);
        Assert.Equal([0.2, 0.65, 1.1, 1.55, 2.0], Enumerable.Range(0, 5).Select(k => schedule.Rate(k, 2)),
            (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(schedule.Rate(9, 2), schedule.Rate(1000, 2)); // what is over stays over
    }

    [Fact]
    public void A_rule_of_ones_own()
    {
        Assert.Equal(0.5, new LambdaSchedule((step, rate) => rate / (step + 1)).Rate(3, 2));
    }

    [Fact]
    public void A_schedule_of_no_steps_is_refused() =>
        Assert.Equal("Steps", Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(0)).ParamName);

    [Fact]
    public void A_plateau_lowers_the_rate_and_then_rests()
    {
        // Worked out by hand: better means below 99 % of the best; two bad ones are borne, and after a fall one is not counted.
        var schedule = new ReduceOnPlateau(0.5, Patience: 2, Threshold: 0.01, Cooldown: 1, MinRate: 0.2);
        double[] metrics = [1, 0.995, 1.2, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, double.NaN, 0.9, 0.9, 0.9, 0.9, 0.9];
        double[] rates = [1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.2, 0.2];
        Assert.Equal(rates, metrics.Select(metric => After(schedule, metric)));
    }

    [Fact]
    public void A_plateau_of_an_accuracy_is_where_it_grows_no_more()
    {
        var schedule = new ReduceOnPlateau(Patience: 0, Greater: true);
        Assert.Equal([1, 1, 0.1], new[] { 0.5, 0.7, 0.6 }.Select(metric => After(schedule, metric)));
    }

    [Fact]
    public void A_plateau_goes_on_from_its_state()
    {
        var (first, second) = (new ReduceOnPlateau(Patience: 1), new ReduceOnPlateau(Patience: 1));
        foreach (var metric in new[] { 1.0, 2.0 }) first.Observe(metric);
        second.NamedStates[0].Value.Value = first.NamedStates[0].Value.Value;
        var copy = first with { Factor = 0.5 };
        Assert.Equal(0.1, After(second, 3));
        Assert.Equal(1, first.Rate(0, 1));
        Assert.Equal(0.5, After(copy, 3));
        Assert.Equal(1, first.Rate(0, 1));
    }

    [Fact]
    public void A_warm_up_tells_what_follows_it()
    {
        var schedule = new ReduceOnPlateau(Patience: 0).AfterWarmup(2);
        Assert.Equal([0.5, 1, 1], new[] { 0, 1, 2 }.Select(k => schedule.Rate(k, 1)));
        schedule.Observe(1);
        schedule.Observe(1);
        Assert.Equal(0.1, schedule.Rate(2, 1));
        Assert.Equal("plateau", Assert.Single(schedule.NamedStates).Name);
    }

    private static double After(Schedule schedule, double metric)
    {
        schedule.Observe(metric);
        return schedule.Rate(0, 1);
    }

    private static void Compare(double[] expected, Func<long, double> actual) =>
        Assert.Null(
            Close.Complaint("rates", TensorData.Wrap(expected, [expected.Length]),
                TensorData.Wrap([.. expected.Select((_, k) => actual(k))], [expected.Length])));
}
