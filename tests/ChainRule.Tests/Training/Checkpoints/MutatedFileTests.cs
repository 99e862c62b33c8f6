using System.Text;
using ChainRule.Networks;
using ChainRule.Training;

namespace ChainRule.Tests.Training.Checkpoints;

/// <summary>
/// A thousand files, each a good one changed by chance: none is accepted with other numbers than were saved, and none brings down more
/// than the exception that says so.
/// </summary>
public sealed class MutatedFileTests : IDisposable
{
    private const int Files = 1000;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void No_changed_file_is_taken_for_a_good_one()
    {
        Checkpoint.Save(folder.Path("good"), new Linear(5, 3));
        var good = File.ReadAllBytes(folder.Path("good"));
        var saved = Loaded(folder.Path("good"));
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < Files; i++) refused += Try(Mutation.Apply(random, good), saved) ? 0 : 1;
        Assert.InRange(refused, Files * 9 / 10, Files);
    }

    /// <summary>Whether the file was accepted. Then its numbers are those that were saved; else the model is as it was.</summary>
    private bool Try(byte[] file, double[] saved)
    {
        var model = new Linear(5, 3);
        var before = Values(model);
        try
        {
            Checkpoint.Load(folder.Write("changed", file), model);
        }
        catch (CheckpointException)
        {
            Assert.Equal(before, Values(model));
            return false;
        }
        Assert.Equal(saved, Values(model));
        return true;
    }

    private static double[] Loaded(string path)
    {
        var model = new Linear(5, 3);
        Checkpoint.Load(path, model);
        return Values(model);
    }

    private static double[] Values(Module model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToDoubles())];

    /// <summary>One to three changes of bytes, of length, or of the header's text.</summary>
    private static class Mutation
    {
        private static readonly (string Old, string New)[] Edits =
        [
            ("F32", "F16"), ("F32", "I32"), ("F32", "F64"), ("[3,5]", "[5,3]"), ("[3,5]", "[15]"), ("[3,5]", "[3,-5]"),
            ("[3,5]", "[99999999,99999999]"),
            ("weight", "weihgt"), ("bias", "weight"), ("[0,60]", "[12,72]"), ("[60,72]", "[0,12]"), ("[0,60]", "[60,0]"),
            ("sha256", "sha255"), ("chainrule", "chainrulf"),
            ("__metadata__", "__metadatb__"), ("\"", ""), ("{", "["), ("}", "}}"), (":", ""), (",", ",,"), ("dtype", "shape"), ("0", "1"),
        ];

        public static byte[] Apply(Random random, byte[] good)
        {
            byte[] changed = [.. good];
            for (var count = random.Next(1, 4); count > 0; count--) changed = One(random, changed);
            return changed;
        }

        private static byte[] One(Random random, byte[] file) => random.Next(6) switch
        {
            0 => Flip(random, file),
            1 => file[..random.Next(file.Length)],
            2 => Insert(random, file, random.Next(file.Length + 1)),
            3 => Remove(file, random.Next(file.Length), random.Next(1, 9)),
            4 => Insert(random, file, file.Length),
            _ => Edit(random, file),
        };

        private static byte[] Flip(Random random, byte[] file)
        {
            if (file.Length > 0) file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            return file;
        }

        private static byte[] Insert(Random random, byte[] file, int at)
        {
            var bytes = new byte[random.Next(1, 9)];
            random.NextBytes(bytes);
            return [.. file[..at], .. bytes, .. file[at..]];
        }

        private static byte[] Remove(byte[] file, int at, int count) => [.. file[..at], .. file[Math.Min(file.Length, at + count)..]];

        /// <summary>Another word in the header, whose length is put right, as one would who edits it.</summary>
        private static byte[] Edit(Random random, byte[] file)
        {
            if (file.Length < 8 || BitConverter.ToInt64(file) is var length && (length < 0 || length > file.Length - 8))
                return Flip(random, file);
            var (old, replacement) = Edits[random.Next(Edits.Length)];
            var header = Encoding.Latin1.GetBytes(
                Encoding.Latin1.GetString(file, 8, (int)length).Replace(old, replacement, StringComparison.Ordinal));
            return [.. BitConverter.GetBytes((long)header.Length), .. header, .. file[(8 + (int)length)..]];
        }
    }
}
