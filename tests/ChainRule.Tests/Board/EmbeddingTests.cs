using System.Xml.Linq;
using ChainRule.Board;

namespace ChainRule.Tests.Board;

public class EmbeddingTests
{
    [Fact]
    public void The_snippet_is_a_frame_whose_address_holds_the_state()
    {
        var state = BoardLink.Read("e=loss = (w*x - \"y\")^2&w=1&step=4") with { Formula = "loss = (w*x - y)^2" };
        var html = BoardEmbedding.Write("https://example.org/board/#step=1", state);
        var frame = XElement.Parse(html.Replace(" allowfullscreen", "", StringComparison.Ordinal));

        Assert.Equal("iframe", frame.Name.LocalName);
        var address = frame.Attribute("src")!.Value;
        Assert.StartsWith("https://example.org/board/#e=", address, StringComparison.Ordinal);
        var shown = BoardLink.Read(address);
        Assert.Equal((true, true, 4, state.Formula), (shown.IsEmbedded, shown.IsBegun, shown.Step, shown.Formula));
    }

    [Fact]
    public void A_link_says_whether_it_is_embedded_and_a_name_may_be_called_so()
    {
        Assert.False(BoardLink.Read("e=w*3").IsEmbedded);
        Assert.DoesNotContain("embed", BoardLink.Write(BoardState.Default), StringComparison.Ordinal);
        var state = BoardLink.Read("e=embed*3&.embed=2&embed=1");
        Assert.Equal((true, 6d), (state.IsEmbedded, state.Bind().Output.Item()));
        Assert.Equal(6, BoardLink.Read(BoardLink.Write(state)).Bind().Output.Item());
    }
}
