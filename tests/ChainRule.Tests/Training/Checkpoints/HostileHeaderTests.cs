using System.Text;
using ChainRule.Networks;
using ChainRule.Tests.Execution;
using ChainRule.Training;

namespace ChainRule.Tests.Training.Checkpoints;

/// <summary>Headers as large as they may be, that hold as much as can be said in them.</summary>
[Collection(nameof(Alone))] // they are large
public class HostileHeaderTests
{
    private const string Entry = "{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";

    private static readonly Dictionary<string, Func<int, string>> Headers = new()
    {
        ["many tensors"] = bytes => "{" + Repeated(bytes, i => $"\"{i:x}\":{Entry},") + $"\"\":{Entry}}}",
        ["many notes"] = bytes => "{\"__metadata__\":{" + Repeated(bytes, i => $"\"{i:x}\":\"\",") + "\"\":\"\"}}",
        ["a long name"] = bytes => $"{{\"{new string('a', bytes)}\":{Entry}}}",
        ["a long name twice"] = bytes => $"{{\"{new string('a', bytes / 2)}\":{Entry},\"{new string('a', bytes / 2)}\":{Entry}}}",
        ["two long notes"] = bytes =>
            $"{{\"__metadata__\":{{\"a\":\"{new string('a', bytes / 2)}\",\"b\":\"{new string('b', bytes / 2 - 50)}\"}}}}",
        ["a long note with an escape"] = bytes =>
            $"{{\"__metadata__\":{{\"a\":\"\\n{new string('a', bytes / 2 - 50)}\"}}}}" + new string(' ', bytes / 2),
        ["a note that is too long"] = bytes => $"{{\"__metadata__\":{{\"a\":\"{new string('a', Math.Max(bytes, 50_000_001))}\"}}}}",
        ["a long name of a note"] = bytes => $"{{\"__metadata__\":{{\"{new string('a', bytes)}\":\"\"}}}}",
        ["many axes"] = bytes =>
            $"{{\"a\":{{\"dtype\":\"U8\",\"shape\":[1{new StringBuilder().Insert(0, ",1", bytes / 2)}],\"data_offsets\":[0,1]}}}}",
        ["many offsets"] = bytes =>
            $"{{\"a\":{{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0{new StringBuilder().Insert(0, ",1", bytes / 2)}]}}}}",
        ["a long dtype"] = bytes => $"{{\"a\":{{\"dtype\":\"{new string('U', bytes)}\"}}}}",
        ["a long property"] = bytes => $"{{\"a\":{{\"{new string('p', bytes)}\":1}}}}",
        ["many brackets"] = bytes => "{\"a\":" + new string('[', bytes),
        ["no JSON"] = bytes => new string('x', bytes),
    };

    public static TheoryData<string> Names => [.. Headers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Memory_and_messages_are_bounded(string name)
    {
        var header = Encoding.ASCII.GetBytes(Headers[name](TestTier.Cases(40_000_000, 99_999_000)));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var message = "";
        try
        {
            SafetensorsHeaderParser.Parse("file", header);
        }
        catch (CheckpointException e)
        {
            message = e.Message;
        }
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 3L * header.Length); // beside the header itself
        Assert.InRange(message.Length, 0, 11_000);
    }

    [Fact]
    public void The_limits_themselves_are_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("a.safetensors");
        var (name, note) = (new string('n', SafetensorsHeader.LongestName), new string('t', 1_000_000));
        new Safetensors([(name, TensorData.Zeros([2], DType.Float32))], [(name, note)]).Write(path);
        var read = Safetensors.Read(path);
        Assert.Equal((name, note), (read.Tensors.Keys.Single(), read.Metadata[name]));
    }

    [Fact]
    public void What_could_not_be_read_is_not_written()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("a.safetensors");
        var file = new Safetensors([(new string('n', SafetensorsHeader.LongestName + 1), TensorData.Zeros([2], DType.Float32))]);
        var error = Assert.Throws<ArgumentException>(() => file.Write(path));
        Assert.Equal("the file: the header holds a name of 4097 bytes, and 4096 are the most; it could not be read again", error.Message);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_mismatch_names_the_first_tensors_and_counts_the_others()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("a.safetensors");
        new Safetensors(
            Enumerable.Range(0, 1000).Select(i => ($"{i}{new string('\u001b', 300)}", TensorData.Zeros([], DType.Float32)))).Write(path);
        var error = Assert.Throws<CheckpointException>(() => Checkpoint.Load(path, new Linear(2, 3)));
        Assert.EndsWith(", and 980 more", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 4000, 5000);
        Assert.DoesNotContain('\u001b', error.Message);
    }

    private static string Repeated(int bytes, Func<int, string> part)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < bytes; i++) text.Append(part(i));
        return text.ToString();
    }
}
