// The pane of the graph: it fits, zooms, pans, follows the lesson, and has a map. It computes nothing of the lesson.
// Not a module, since browsers load none from a file.
"use strict";

window.graphPane = (() => {
const readable = 0.68, notch = 1.25, least = 0.15, most = 4;
let pane, drawn, area = [0, 0], size = [1, 1], scale = 1, chosen;
const watch = new ResizeObserver(() => { area = [0, 0]; follow(); });

/** Before a class a graph may be larger than the text around it. */
const largest = () => document.documentElement.classList.contains("presenting") ? 3 : 1.25;

/** As large as all of it fits, but no smaller than can be read, nor larger than the text around it. */
const fitting = () => Math.min(Math.max(Math.min(area[0] / size[0], area[1] / size[1]), readable), largest());

/** Fits a graph that was drawn anew. Most are the same graph with other numbers, for which nothing is measured. */
function fit() {
  const at = document.querySelector(".graph"), picture = at?.querySelector("svg");
  if (!picture) return;
  if (at !== pane) listen(pane = at);
  const now = `${picture.getAttribute("width")} ${picture.getAttribute("height")}`;
  if (now === drawn && area[0]) return;
  if (now !== drawn) [drawn, chosen] = [now, undefined];
  [size, area] = [now.split(" ").map(Number), [at.clientWidth, at.clientHeight]];
  resize(chosen ?? fitting());
}

function resize(to) {
  scale = to;
  const canvas = pane.firstElementChild;
  [canvas.style.width, canvas.style.height] = [`${size[0] * scale}px`, `${size[1] * scale}px`];
  drawWindow();
}

/** Another size, at which a place of the pane stays where it is. */
function zoom(by, x = area[0] / 2, y = area[1] / 2) {
  const [left, top] = [(pane.scrollLeft + x) / scale, (pane.scrollTop + y) / scale];
  chosen = Math.min(Math.max(scale * by, least), most);
  resize(chosen);
  pane.scrollTo(left * scale - x, top * scale - y);
}

function act(kind) {
  if (kind !== "fit") return zoom(kind === "in" ? notch : 1 / notch);
  chosen = undefined;
  resize(fitting());
  follow();
}

const behavior = () => matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

/** How far to scroll so that a range comes into view, to its middle; of a longer one its beginning. */
const distance = (from, to, low, high) => from >= low && to <= high ? 0 : to - from > high - low ? from - low : (from + to - low - high) / 2;

/** The box around some parts. */
function around(parts) {
  const boxes = [...parts].map(part => part.getBoundingClientRect()), least = key => Math.min(...boxes.map(box => box[key])), most = key => Math.max(...boxes.map(box => box[key]));
  return boxes.length > 0 && { left: least("left"), top: least("top"), right: most("right"), bottom: most("bottom") };
}

// All that a step is about; or its boxes; or what is written at its edge.
const about = [".cr-on", ".cr-on .cr-box", ".cr-edge.cr-on .cr-pill", ".cr-edge.cr-on .cr-carried"];

/** Brings into sight what the step is about: as much of it as the pane holds. */
function follow() {
  fit();
  if (!pane) return;
  // In a narrow pane the map's corner is worth less than the width.
  const view = pane.getBoundingClientRect(), covered = view.width < 600 ? 0 : pane.parentElement.querySelector(".minimap").offsetWidth, width = view.width - covered - 12, height = view.height - 12;
  const first = [...pane.querySelectorAll(".cr-on .cr-box")].slice(0, 1);
  const choices = [...about.map(parts => around(pane.querySelectorAll(parts))), around(first)].filter(Boolean);
  const box = choices.find(box => box.right - box.left <= width && box.bottom - box.top <= height) ?? choices.at(-1);
  if (!box) return;
  const left = distance(box.left, box.right, view.left + 6, view.left + 6 + width), top = distance(box.top, box.bottom, view.top + 6, view.bottom - 6);
  if (left || top) pane.scrollBy({ left, top, behavior: behavior() });
}

/** Shows on the map what part of the graph is seen; without need there is no map. */
function drawWindow() {
  const map = pane.parentElement.querySelector(".minimap"), [width, height] = [size[0] * scale, size[1] * scale];
  map.hidden = width <= area[0] + 1 && height <= area[1] + 1;
  pane.classList.toggle("mapped", !map.hidden);
  if (map.hidden) return;
  const style = map.querySelector(".window").style, percent = (part, whole) => `${100 * Math.min(part / whole, 1)}%`;
  [style.left, style.width] = [percent(pane.scrollLeft, width), percent(area[0], width)];
  [style.top, style.height] = [percent(pane.scrollTop, height), percent(area[1], height)];
}

function goOnMap(event) {
  if (event.buttons !== 1) return;
  const box = event.currentTarget.getBoundingClientRect();
  pane.scrollTo((event.clientX - box.left) / box.width * size[0] * scale - area[0] / 2, (event.clientY - box.top) / box.height * size[1] * scale - area[1] / 2);
}

/** Mice drag; fingers scroll by themselves. A drag is no click. */
function drag(event) {
  if (event.pointerType !== "mouse" || event.button !== 0) return;
  const { clientX: x, clientY: y } = event, { scrollLeft: left, scrollTop: top } = pane;
  const move = to => {
    const [right, down] = [to.clientX - x, to.clientY - y];
    if (Math.abs(right) + Math.abs(down) > 4) pane.classList.add("dragged");
    pane.scrollTo(left - right, top - down);
  };
  const end = () => {
    removeEventListener("pointermove", move);
    setTimeout(() => pane.classList.remove("dragged"), 0);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end, { once: true });
}

let apart = 0;

function pinch(event) {
  if (event.touches.length !== 2) return;
  event.preventDefault();
  const [a, b] = event.touches, box = pane.getBoundingClientRect(), now = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  if (event.type === "touchmove" && apart) zoom(now / apart, (a.clientX + b.clientX) / 2 - box.left, (a.clientY + b.clientY) / 2 - box.top);
  apart = now;
}

function wheel(event) {
  if (!event.ctrlKey) return;
  event.preventDefault();
  const box = pane.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
}

const keys = { "+": "in", "=": "in", "-": "out", "−": "out", 0: "fit" };

/** Only while the focus is here: letters and signs are for whoever types elsewhere. */
function press(event) {
  const kind = keys[event.key];
  if (!kind || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  act(kind);
}

function listen(at) {
  watch.disconnect();
  watch.observe(at);
  drawn = undefined;
  at.addEventListener("scroll", drawWindow, { passive: true });
  at.addEventListener("pointerdown", drag);
  at.addEventListener("wheel", wheel, { passive: false });
  for (const kind of ["touchstart", "touchmove"]) at.addEventListener(kind, pinch, { passive: false });
  const frame = at.parentElement, map = frame.querySelector(".minimap");
  frame.addEventListener("keydown", press);
  frame.addEventListener("click", event => { if (event.target.dataset?.zoom) act(event.target.dataset.zoom); });
  for (const kind of ["pointerdown", "pointermove"]) map.addEventListener(kind, goOnMap);
}

return { fit, follow };
})();
