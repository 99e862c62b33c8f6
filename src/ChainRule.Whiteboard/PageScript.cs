using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ChainRule.Whiteboard;

/// <summary>The page's own script, <c>whiteboard.js</c>: what C# cannot do in a browser.</summary>
public sealed class PageScript(IJSRuntime browser)
{
    /// <summary>Begins to listen to keys and to the address; gives the address's fragment.</summary>
    public ValueTask<string> Start<T>(DotNetObjectReference<T> page)
        where T : class => browser.InvokeAsync<string>("whiteboard.start", page);

    /// <summary>Adds a style sheet.</summary>
    public ValueTask AddStyle(string sheet) => browser.InvokeVoidAsync("whiteboard.addStyle", sheet);

    /// <summary>Soon asks the page for its link, and writes it into the address.</summary>
    public ValueTask AwaitLink() => browser.InvokeVoidAsync("whiteboard.awaitLink");

    /// <summary>Lets the browser's Back lead to what is shown now, before something else is shown.</summary>
    public ValueTask KeepEntry() => browser.InvokeVoidAsync("whiteboard.keepEntry");

    /// <summary>Copies the address; says whether the browser let it.</summary>
    public ValueTask<bool> CopyAddress() => browser.InvokeAsync<bool>("whiteboard.copyAddress");

    /// <summary>Offers a text as a file.</summary>
    public ValueTask Save(string file, string type, string text) => browser.InvokeVoidAsync("whiteboard.save", file, type, text);

    /// <summary>Offers a picture as a PNG.</summary>
    public ValueTask SavePng(string file, string svg, double width, double height) =>
        browser.InvokeVoidAsync("whiteboard.savePng", file, svg, width, height);

    /// <summary>Moves the focus.</summary>
    public ValueTask FocusOn(string id) => browser.InvokeVoidAsync("whiteboard.focusOn", id);

    /// <summary>Brings what the step is about into sight, in the graph and in the ledger.</summary>
    public ValueTask Follow() => browser.InvokeVoidAsync("whiteboard.follow");

    /// <summary>Plays how the step's result comes about, over the graph that shows it.</summary>
    public ValueTask Play() => browser.InvokeVoidAsync("graphMotion.play");

    /// <summary>Writes at the graph's boxes what a nudge changes: lines of a node's id and a text.</summary>
    public ValueTask MarkNudge(string changes) => browser.InvokeVoidAsync("graphMotion.mark", changes);

    /// <summary>Lets a component follow what is done to the handles within an element.</summary>
    public ValueTask HoldHandles<T>(ElementReference area, DotNetObjectReference<T> component)
        where T : class => browser.InvokeVoidAsync("chartHandles.hold", area, component);

    /// <summary>Begins or ends presenting before a class.</summary>
    public ValueTask Present<T>(DotNetObjectReference<T> page, bool isOn)
        where T : class => browser.InvokeVoidAsync("classStage.present", page, isOn);

    /// <summary>The page's address, without what follows the #.</summary>
    public ValueTask<string> Address() => browser.InvokeAsync<string>("whiteboard.address");

    /// <summary>Copies a text; says whether the browser let it.</summary>
    public ValueTask<bool> Copy(string text) => browser.InvokeAsync<bool>("whiteboard.copy", text);

    /// <summary>Fits the graph into its pane, after it was drawn anew.</summary>
    public ValueTask FitGraph() => browser.InvokeVoidAsync("whiteboard.fitGraph");

    /// <summary>Opens or closes a dialog.</summary>
    public ValueTask SetDialog(string id, bool isOpen) => browser.InvokeVoidAsync("whiteboard.setDialog", id, isOpen);

    /// <summary>Whether the reader's system is set to dark.</summary>
    public ValueTask<bool> PrefersDark() => browser.InvokeAsync<bool>("whiteboard.prefersDark");
}
