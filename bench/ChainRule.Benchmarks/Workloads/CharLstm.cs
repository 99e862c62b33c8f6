using ChainRule.Networks;

namespace ChainRule.Benchmarks.Workloads;

/// <summary>A character model of one recurrent layer.</summary>
internal sealed class CharLstm(int vocabulary, int width, int hidden) : Layer
{
    private readonly Embedding embedding = new(vocabulary, width);
    private readonly LSTM lstm = new(width, hidden, batchFirst: true);
    private readonly Linear head = new(hidden, vocabulary);

    protected override IEnumerable<Member> Members => [new(embedding), new(lstm), new(head)];

    public override Tensor Forward(Tensor x) => head.Forward(lstm.Forward(embedding.Forward(x)));
}
