// Starts the whiteboard from files that stand in this page: a page that was opened as a file may load no others.
const packed = JSON.parse(document.getElementById('packed').textContent);

const unpacked = name => {
  const bytes = Uint8Array.from(atob(packed[name]), character => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream, { headers: { 'Content-Type': name.endsWith('.js') ? 'text/javascript' : 'application/wasm' } });
};

// A module's own address is that of a blob, from which it could not find its neighbours: give it the page's instead.
const moduleUrl = async name => {
  const text = (await unpacked(name).text()).replaceAll('import.meta.url', 'document.baseURI');
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
};

const start = async () => {
  const modules = {};
  for (const name in packed) if (name.endsWith('.js')) modules[name] = await moduleUrl(name);
  await Blazor.start({
    loadBootResource: (type, name, address) => {
      const file = address.split('/').pop();
      return modules[file] ?? Promise.resolve(unpacked(file));
    },
  });
};

start();
