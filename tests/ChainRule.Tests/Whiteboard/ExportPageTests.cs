using System.Text;
using System.Xml.Linq;
using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>The files that the page offers.</summary>
public class ExportPageTests(BrowserFixture fixture) : PageTest(fixture)
{
    [Fact]
    public Task Everything_can_be_taken_along() => Visit("step=15", async page =>
    {
        await page.Locator(".share > summary").ClickAsync();
        var drawing = XDocument.Parse(await Text(page, "Picture as SVG"));
        Assert.Equal("svg", drawing.Root!.Name.LocalName);
        Assert.Contains("∂L/∂w = −2", drawing.ToString(), StringComparison.Ordinal);
        Assert.Contains(@"\partial", await Text(page, "LaTeX"), StringComparison.Ordinal);
        Assert.Contains("|", await Text(page, "Markdown"), StringComparison.Ordinal);
        Assert.Contains("loss", await Text(page, "C#"), StringComparison.Ordinal);
        Assert.Contains("import torch", await Text(page, "PyTorch"), StringComparison.Ordinal);
    });

    [Fact]
    public Task A_picture_is_a_PNG_with_the_board_in_it() => Visit("step=15", async page =>
    {
        await page.Locator(".share > summary").ClickAsync();
        var bytes = await Downloaded(page, "Picture as PNG");
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], bytes[..8]);
        var (white, other) = (0, 0);
        var image = StbImageSharp.ImageResult.FromMemory(bytes, StbImageSharp.ColorComponents.RedGreenBlueAlpha);
        for (var i = 0; i < image.Data.Length; i += 4)
            if (image.Data[i..(i + 4)] is [255, 255, 255, 255]) white++;
            else other++;
        Assert.InRange(other, white / 100, white); // drawn on paper, neither blank nor black
    });

    [Fact]
    public Task A_lesson_goes_as_one_file_that_steps_through() => Visit("", async page =>
    {
        await page.Locator(".share > summary").ClickAsync();
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.html");
        await File.WriteAllBytesAsync(file, await Downloaded(page, "HTML that steps through"), TestContext.Current.CancellationToken);
        try
        {
            await using var lesson = await WatchedPage.Open(Fixture, $"file://{file}");
            await lesson.Page.Locator("#next").ClickAsync();
            await Expect(lesson.Page.Locator("#line")).ToContainTextAsync("ŷ = w·x = 1·1 = 1");
            Assert.Empty(lesson.Complaints);
        }
        finally
        {
            File.Delete(file);
        }
    });

    private static ILocator ButtonToShare(IPage page, string name) =>
        page.Locator(".share").GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task<string> Text(IPage page, string button) => Encoding.UTF8.GetString(await Downloaded(page, button));

    private static async Task<byte[]> Downloaded(IPage page, string button)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => ButtonToShare(page, button).ClickAsync());
        return await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }
}
