using System.Text.Json;
using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

/// <summary>A module, and what it makes of the inputs of a golden case.</summary>
internal sealed record CalledLayer(Module Module, Func<Tensor[], Tensor[]> Forward)
{
    public static CalledLayer Of(Layer layer) => new(layer, x => [layer.Forward(x[0])]);
}

/// <summary>How each layer of the golden file is made and called.</summary>
internal static class GoldenLayers
{
    public static CalledLayer Build(JsonElement json, DType dtype)
    {
        var config = new LayerConfig(json.GetProperty("config"), dtype);
        return json.GetProperty("layer").GetString() switch
        {
            "Linear" => CalledLayer.Of(new Linear(config["in"], config["out"], config.Flag("bias"), dtype)),
            "MLP" or "ConvNet" or "ConvAutoencoder" or "MLPWithLayerNorm" => CalledLayer.Of(config.Sequence()),
            "SiameseMLP" => Siamese(config.Sequence()),
            "ResidualBlock" => CalledLayer.Of(new ResidualBlock(config["in"], config["out"], dtype)),
            "BatchNorm1d" => CalledLayer.Of(
                new BatchNorm(config["features"], config.Number("momentum"), config.Number("eps"), dtype: dtype)),
            "Embedding" => CalledLayer.Of(new Embedding(config["num_embeddings"], config["dim"], config.Maybe("padding_index"), dtype)),
            "RNN" => Unrolled(new RNN(config["input_size"], config["hidden_size"], config["num_layers"], config.Activation("nonlinearity"),
                config.Flag("bias"), config.Flag("batch_first"), bidirectional: config.Flag("bidirectional"), dtype: dtype)),
            "GRU" => Unrolled(new GRU(config["input_size"], config["hidden_size"], config["num_layers"],
                config.Flag("bias"), config.Flag("batch_first"), bidirectional: config.Flag("bidirectional"), dtype: dtype)),
            "LSTM" => Unrolled(new LSTM(config["input_size"], config["hidden_size"], config["num_layers"],
                config.Flag("bias"), config.Flag("batch_first"), bidirectional: config.Flag("bidirectional"), dtype: dtype)),
            "GRUCell" => Called(new GRUCell(config["input_size"], config["hidden_size"], dtype: dtype)),
            "LSTMCell" => Called(new LSTMCell(config["input_size"], config["hidden_size"], dtype: dtype)),
            "MultiheadAttention" => Attention(new(config["embed_dim"], config["num_heads"], bias: config.Flag("bias"), dtype: dtype),
                config.Text("mask")),
            "TransformerEncoderLayer" => Encoder(config, dtype),
            "TransformerDecoderLayer" => Decoder(config, dtype),
            "PreNormBlock" => CalledLayer.Of(
                new PreNormBlock(config["d_model"], config["heads"], config["dim_feedforward"], config.Number("eps"), dtype)),
            "TinyGpt" => Gpt(new(config["vocabulary"], config["context"], config["d_model"], config["heads"], config["dim_feedforward"],
                config["layers"], config.Flag("tied"), config.Number("eps"), dtype)),
            var other => throw new NotSupportedException($"the table has no layer {other}"),
        };
    }

    private static CalledLayer Siamese(Sequential mlp) =>
        new(mlp, x => [Mean(Sum(Square(mlp.Forward(x[0]) - mlp.Forward(x[1])), [1]))]);

    private static CalledLayer Unrolled(RNN rnn) => new(rnn, x => Both(rnn.Unroll(x[0], x.ElementAtOrDefault(1))));

    private static CalledLayer Unrolled(GRU gru) => new(gru, x => Both(gru.Unroll(x[0], x.ElementAtOrDefault(1))));

    private static CalledLayer Unrolled(LSTM lstm) => new(lstm, x =>
    {
        var result = lstm.Unroll(x[0], x.ElementAtOrDefault(1), x.ElementAtOrDefault(2));
        return [result.Output, result.Hidden, result.Cell];
    });

    private static CalledLayer Called(GRUCell cell) => new(cell, x => [cell.Forward(x[0], x[1])]);

    private static CalledLayer Called(LSTMCell cell) => new(cell, x =>
    {
        var (hidden, state) = cell.Forward(x[0], x[1], x[2]);
        return [hidden, state];
    });

    private static CalledLayer Attention(MultiheadAttention attention, string mask) => new(attention, x =>
    {
        var (query, key, value) = x.Length == 1 ? (x[0], x[0], x[0]) : (x[0], x[1], x[2]);
        var result = mask switch
        {
            "none" => attention.ForwardWithWeights(query, key, value),
            "query i may not see key j > i" => attention.ForwardWithWeights(query, key, value, causal: true),
            "the last key of the last batch item is hidden" =>
                attention.ForwardWithWeights(query, key, value, keyPadding: LastOfLast(key.Shape[1], key.Shape[0])),
            _ => throw new NotSupportedException($"no mask {mask}"),
        };
        return [result.Output, result.Weights];
    });

    private static Tensor LastOfLast(int batch, int keys)
    {
        var padding = new bool[batch * keys];
        padding[^1] = true;
        return Tensor.Constant(TensorData.Wrap(padding, [batch, keys]));
    }

    private static CalledLayer Encoder(LayerConfig config, DType dtype)
    {
        var layer = new TransformerEncoderLayer(config["d_model"], config["nhead"], config["dim_feedforward"], config.Number("dropout"),
            config.Activation("activation"), config.Flag("norm_first"), eps: config.Number("eps"), dtype: dtype);
        return new(layer, x => [config.Flag("causal") ? layer.Forward(x[0], null, causal: true) : layer.Forward(x[0])]);
    }

    private static CalledLayer Decoder(LayerConfig config, DType dtype)
    {
        var layer = new TransformerDecoderLayer(config["d_model"], config["nhead"], config["dim_feedforward"], config.Number("dropout"),
            config.Activation("activation"), config.Flag("norm_first"), eps: config.Number("eps"), dtype: dtype);
        return new(layer, x => [layer.Forward(x[0], x[1])]);
    }

    private static CalledLayer Gpt(TinyGpt gpt) => new(gpt, x => [gpt.Loss(x[0], x[1])]);

    private static Tensor[] Both(RecurrentResult result) => [result.Output, result.Hidden];
}

/// <summary>A golden case's sizes and options.</summary>
internal sealed class LayerConfig(JsonElement json, DType dtype)
{
    public int this[string name] => json.GetProperty(name).GetInt32();

    public int? Maybe(string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    public double Number(string name) => json.GetProperty(name).GetDouble();

    public bool Flag(string name) => json.GetProperty(name).GetBoolean();

    public string Text(string name) => json.GetProperty(name).GetString()!;

    public Func<Tensor, Tensor> Activation(string name) => Function(Text(name));

    /// <summary>The layers and functions of the list, one after the other.</summary>
    public Sequential Sequence()
    {
        var sequence = new Sequential();
        foreach (var item in json.GetProperty("modules").EnumerateArray())
        {
            if (new LayerConfig(item, dtype).Layer() is { } layer) sequence.Add(layer);
            else sequence.Add(Function(item.GetProperty("type").GetString()!));
        }
        return sequence;
    }

    private static Func<Tensor, Tensor> Function(string name) => name switch
    {
        "relu" => Relu,
        "tanh" => Tanh,
        "gelu" => x => Gelu(x),
        _ => throw new NotSupportedException($"the table has no function {name}"),
    };

    private Layer? Layer() => Text("type") switch
    {
        "Linear" => new Linear(this["in"], this["out"], dtype: dtype),
        "Conv2d" => new Conv2d(this["in"], this["out"], this["kernel"], Maybe("stride") ?? 1, Maybe("padding") ?? 0, dtype: dtype),
        "ConvTranspose2d" => new ConvTranspose2d(this["in"], this["out"], this["kernel"], this["stride"], this["padding"],
            this["output_padding"], dtype: dtype),
        "BatchNorm2d" => new BatchNorm(this["features"], Number("momentum"), Number("eps"), dtype: dtype),
        "LayerNorm" => new LayerNorm(this["shape"], Number("eps"), dtype: dtype),
        "MaxPool2d" => new MaxPool2d(this["kernel"], this["stride"]),
        "AdaptiveAvgPool2d" => new AdaptiveAvgPool2d(this["output"]),
        "Flatten" => new Flatten(),
        _ => null,
    };
}
