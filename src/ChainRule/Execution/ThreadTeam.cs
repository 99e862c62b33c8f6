namespace ChainRule.Execution;
internal interface IChunkWork { void Execute(int chunk, int worker); }
internal sealed class ThreadTeam { public static ThreadTeam Shared { get; } = new(); private int n = 1; public int Workers => n; public void Run(int chunks, IChunkWork work) { n=1; for (var i = 0; i < chunks; i++) work.Execute(i, 0); } }
