using ChainRule.Benchmarks;

return Measurements.Run(args);
