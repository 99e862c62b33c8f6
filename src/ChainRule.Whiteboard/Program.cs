using ChainRule.Whiteboard;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<Page>("#page");
await builder.Build().RunAsync();
