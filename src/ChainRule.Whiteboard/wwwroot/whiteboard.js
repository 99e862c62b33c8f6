// What the page cannot do without a script of its own: keys, the link, highlighting, files. It computes nothing.
// Not a module, since browsers load none from a file.
"use strict";

window.whiteboard = (() => {
let board, writer;

/** Begins to listen. @param page the object whose methods are called for keys and for a changed link. */
function start(page) {
  board = page;
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("pointermove", tell);
  addEventListener("popstate", followLink); // Back, Forward, and a link that was changed by hand
  addEventListener("pagehide", writeLink);
  document.addEventListener("focusin", enterCell);
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, highlight);
  for (const kind of ["pointerout", "focusout"]) document.addEventListener(kind, clear);
  return location.hash;
}

/** A link that is gone to counts more than one that is still to be written. */
function followLink() {
  clearTimeout(writer);
  writer = undefined;
  board.invokeMethodAsync("OnLink", location.hash);
}

/** Adds the style sheet of the engine's pictures. Made by script, so that the page can forbid styles within them. */
function addStyle(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Writes the state into the address, without a new entry in the history. Not at every move of a hand: browsers refuse a hundred in ten seconds. */
function awaitLink() {
  writer ??= setTimeout(writeLink, 250);
}

/** What comes next is a new entry in the history, so that Back leads to what is shown now. */
function keepEntry() {
  writeLink();
  history.pushState(null, "", location.href);
}

function writeLink() {
  if (writer === undefined) return;
  clearTimeout(writer);
  writer = undefined;
  history.replaceState(null, "", location.href.split("#")[0] + "#" + board.invokeMethod("Link")); // a fragment alone would go by the base, which is the folder
}

/** Copies the address of the page, which holds the whole state. */
async function copyAddress() {
  writeLink();
  return copy(location.href);
}

async function copy(text) {
  try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
}

const address = () => location.href.split("#")[0];

/** Gives a text to the browser as a file to be saved. */
function save(name, type, text) {
  saveBlob(name, new Blob([text], { type }));
}

/** Draws an SVG at twice its size and gives it to the browser as a PNG. */
async function savePng(name, svg, width, height) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * width, 2 * height];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  saveBlob(name, await new Promise(resolve => canvas.toBlob(resolve, "image/png")));
}

function focusOn(id) {
  document.getElementById(id)?.focus();
}

function prefersDark() {
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

function saveBlob(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const cellsOf = (part, kind = "") => [...part.querySelectorAll(`td${kind}[tabindex]`)];

/** A grid is one tab stop: the cell that had the focus last. */
function enterCell(event) {
  const cell = event.target.closest?.("[role=grid] td");
  if (cell) for (const other of cellsOf(cell.closest("table"))) other.tabIndex = other === cell ? 0 : -1;
}

/** Moves the focus in a grid: on and back as one reads, up and down in a column, to the ends of a row. */
function moveInGrid(event) {
  const cell = event.target.closest("td"), table = cell.closest("table"), row = cellsOf(cell.parentElement);
  const next = (cells, by) => cells[cells.indexOf(cell) + by], column = cellsOf(table, "." + cell.classList[0]);
  const to = { ArrowLeft: next(cellsOf(table), -1), ArrowRight: next(cellsOf(table), 1), ArrowUp: next(column, -1), ArrowDown: next(column, 1), Home: row[0], End: row.at(-1) }[event.key];
  if (!to) return;
  event.preventDefault();
  to.focus();
}

const keys = { ArrowLeft: "previous", ArrowRight: "next", " ": "play", Home: "first", End: "last", p: "present", P: "present" };

/** Ctrl+Z and its kin undo on the board, unless a field holds text that is not on the board yet, which the browser undoes itself. */
function undoOrRedo(event) {
  const key = event.key.toLowerCase(), at = event.target;
  if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return false;
  if (at.matches("input[type=text], textarea:not(#formula)") && at.value !== at.defaultValue) return false;
  event.preventDefault();
  board.invokeMethodAsync(key === "y" || event.shiftKey ? "OnRedo" : "OnUndo");
  return true;
}

/** The keys of the lesson, wherever the focus is, unless a control needs them itself, or nothing is stepped through. */
function onKey(event) {
  if (undoOrRedo(event)) return;
  const action = classStage.action(event) ?? keys[event.key], at = event.target;
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  if (at.closest("[role=grid] td")) return moveInGrid(event);
  if (!action || !document.querySelector(".steps")) return;
  if (at.closest("input, textarea, select, [role=tab]")) return;
  if (event.key === " " && at.closest("button, a, summary")) return;
  event.preventDefault();
  board.invokeMethodAsync("OnKey", action);
}

/** Brings into sight what the step is about: in the graph, and within the ledger. There its last row counts, which holds the step's own cells. */
function follow() {
  graphPane.follow();
  const pane = document.querySelector(".ledger, .code"), rows = [...(pane?.querySelectorAll(".now") ?? [])].map(row => row.getBoundingClientRect());
  if (rows.length === 0) return;
  const head = pane.querySelector("thead th"), inner = pane.getBoundingClientRect().top + pane.clientTop, last = rows.at(-1);
  const top = head ? head.getBoundingClientRect().bottom : inner, bottom = inner + pane.clientHeight;
  const from = last.bottom - rows[0].top <= bottom - top ? rows[0].top : last.top;
  if (from < top || last.bottom > bottom) pane.scrollBy({ top: from < top || last.bottom - from > bottom - top ? from - top : last.bottom - bottom });
}

/** Opens a dialog above everything else, or closes it. */
function setDialog(id, isOpen) {
  const dialog = document.getElementById(id);
  if (isOpen) dialog.showModal();
  else dialog.close();
}

/** A click on a box of the graph. Keyboards have a button for each below it. */
function onClick(event) {
  const box = event.target.closest?.(".graph:not(.dragged) [data-fold], .graph:not(.dragged) .cr-node");
  if (box) board.invokeMethodAsync("OnBox", box.dataset.fold ?? box.dataset.node, box.dataset.fold !== undefined);
}

let isTelling = false;

/** The number under the pointer becomes the title of its table. A title for each of hundreds of squares would have to be made anew at every drag. */
async function tell(event) {
  const table = event.target.closest?.(".graph .cr-gridframe"), box = table?.closest(".cr-node");
  if (!box || isTelling) return;
  const { left, top, width, height } = table.getBoundingClientRect(), which = [...box.querySelectorAll(".cr-gridframe")].indexOf(table);
  isTelling = true;
  try {
    const text = await board.invokeMethodAsync("OnPoint", box.dataset.node.split(" ")[0], which, (event.clientX - left) / width, (event.clientY - top) / height);
    const title = table.querySelector("title") ?? table.appendChild(document.createElementNS(table.namespaceURI, "title"));
    title.textContent = text ?? "";
  } finally {
    isTelling = false;
  }
}

/** Marks whatever else stands for the same nodes and edges. A folded block stands for several. */
function highlight(event) {
  const part = event.target.closest?.("[data-node], [data-edge]");
  if (!part) return;
  for (const kind of ["node", "edge"])
    for (const id of part.dataset[kind]?.split(" ") ?? [])
      if (id) for (const other of document.querySelectorAll(`[data-${kind}~="${CSS.escape(id)}"]`)) other.classList.add("lit");
}

function clear(event) {
  if (!event.target.closest?.("[data-node], [data-edge]")) return;
  for (const part of document.querySelectorAll(".lit")) part.classList.remove("lit");
}

return { start, addStyle, awaitLink, keepEntry, address, copy, copyAddress, save, savePng, focusOn, prefersDark, follow, setDialog, fitGraph: graphPane.fit };
})();
