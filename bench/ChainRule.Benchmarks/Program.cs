using ChainRule.Benchmarks;

return Child.IsOne(args) ? Child.Run(args) : App.Run(args);
