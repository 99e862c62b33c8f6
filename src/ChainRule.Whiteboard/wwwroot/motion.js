// Motion in the graph: values travel forward, gradients come back, and what a nudge changes is written at its box. It is laid over the
// picture, which shows the step's result at once; whoever wants no motion sees only that.
// Not a module, since browsers load none from a file.
"use strict";

window.graphMotion = (() => {
const space = "http://www.w3.org/2000/svg", paces = { slow: 1600, normal: 800, fast: 400 };
let shown, running = [];

const overlay = () => document.querySelector(".graph .overlay");
const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const text = (part, kind) => part?.querySelector(`:scope > .cr-${kind}`);
const number = part => part?.textContent.split("=").at(-1).replace("◂", "").trim() ?? "";

function element(kind, attributes, parent) {
  const made = parent.appendChild(document.createElementNS(space, kind));
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  return made;
}

/** The overlay has the picture's coordinates. */
function layer(kind) {
  const over = overlay(), picture = over.parentElement.querySelector("svg");
  over.setAttribute("viewBox", picture.getAttribute("viewBox"));
  over.querySelector(`.${kind}`)?.remove();
  return element("g", { class: kind }, over);
}

function stop() {
  for (const animation of running) animation.cancel();
  running = [];
  overlay()?.querySelector(".moving")?.remove();
}

/** A number on its way, drawn around its own middle. */
function token(what, kind, parent) {
  const group = element("g", { class: `token ${kind}`, opacity: 0 }, parent), width = 14 + 7.5 * Math.min(what.length, 14);
  element("rect", { x: -width / 2, y: -11, width, height: 22, rx: 11 }, group);
  element("text", { y: 4.5 }, group).textContent = what.length > 14 ? "…" : what;
  return group;
}

function animate(part, frames, delay, duration, fill = "none") {
  if (part) running.push(part.animate(frames, { delay, duration, fill, easing: "ease-in-out" }));
}

/** A number goes from one place to another along points, seen only on its way. */
function travel(part, points, delay, duration) {
  animate(part, points.map((point, i) => ({ transform: `translate(${point.x}px, ${point.y}px)`, opacity: i === 0 || i === points.length - 1 ? 0.4 : 1 })), delay, duration);
}

/** What the step has found comes into sight when it has arrived; it is there all the time. */
const appear = (part, delay, duration) => animate(part, [{ opacity: 0 }, { opacity: 1 }], delay, duration, "backwards");

/** Points of an edge between two shares of its length. */
function along(edge, from, to, shift = 0) {
  const path = edge.querySelector(".cr-line"), length = path.getTotalLength();
  return Array.from({ length: 13 }, (_, i) => path.getPointAtLength(length * (from + (to - from) * i / 12))).map(({ x, y }) => ({ x, y: y + shift }));
}

function middleOf(part) {
  const box = part.getBBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

const nodeOf = id => document.querySelector(`.graph .cr-node[data-node~="${id}"]`);
const endsOf = edge => edge.dataset.ends.split(" ").map(nodeOf);

function forward(edges, nodes, over, time) {
  for (const edge of edges) {
    const value = number(text(edge, "carried"));
    if (value) travel(token(value, "forward", over), along(edge, 0, 1), 0, 0.6 * time);
  }
  for (const node of nodes) appear(text(node, "value"), edges.length > 0 ? 0.55 * time : 0, 0.45 * time);
}

/** Upstream comes back to the local derivative, they meet, and the product goes on. */
function multiply(edge, over, time, isSum) {
  const [from, to] = endsOf(edge), pill = text(edge, "pill"), back = text(edge, "back"), upstream = number(text(to, "gradient")), local = number(text(edge, "local"));
  if (isSum || !pill) {
    travel(token(number(back) || upstream, "chain", over), along(edge, 0.5, 0, 6), 0, 0.6 * time);
    return appear(text(from, "gradient"), 0.5 * time, 0.5 * time);
  }
  const meet = middleOf(pill), way = along(edge, 1, 0.55, 6), left = { x: meet.x - 32, y: meet.y }, right = { x: meet.x + 32, y: meet.y };
  const hidden = [{ opacity: 1 }, { opacity: 0, offset: 0.2 }, { opacity: 0, offset: 0.8 }, { opacity: 1 }];
  for (const part of [pill, text(edge, "local")]) animate(part, hidden, 0.2 * time, 0.5 * time);
  travel(token(upstream, "chain", over), [...way, ...Array(12).fill(right)], 0, 0.65 * time);
  travel(token(local, "local", over), [meet, meet, left, left, left], 0.2 * time, 0.45 * time);
  const sign = element("text", { class: "times", x: meet.x, y: meet.y + 6, opacity: 0 }, over);
  sign.textContent = "×";
  animate(sign, [{ opacity: 0 }, { opacity: 1, offset: 0.3 }, { opacity: 0 }], 0.35 * time, 0.35 * time);
  appear(back, 0.6 * time, 0.2 * time);
  travel(token(number(back), "chain", over), along(edge, 0.5, 0, 6), 0.65 * time, 0.35 * time);
  appear(text(from, "gradient"), 0.85 * time, 0.15 * time);
}

/** Plays the step that is shown, if it comes right after the one before. */
function play() {
  const graph = document.querySelector(".graph"), step = Number(graph?.dataset.step), isNext = step === shown + 1;
  shown = step;
  stop();
  if (!graph || !isNext || isStill()) return;
  const time = paces[document.querySelector("#pace")?.value] ?? paces.normal, over = layer("moving");
  const edges = [...graph.querySelectorAll(".cr-edge.cr-on")], nodes = [...graph.querySelectorAll(".cr-node.cr-on")];
  switch (graph.dataset.phase) {
    case "Forward": forward(edges, nodes, over, time); break;
    case "Seed": for (const node of nodes) appear(text(node, "gradient"), 0, 0.5 * time); break;
    case "Local": case "Numbers": for (const edge of edges) for (const kind of ["pill", "local"]) appear(text(edge, kind), 0, 0.5 * time); break;
    case "Multiply": case "Accumulate": for (const edge of edges) multiply(edge, over, time, graph.dataset.phase === "Accumulate"); break;
    case "Update": case "After": for (const node of nodes) appear(text(node, "value"), 0, 0.5 * time); break;
  }
  const own = running;
  Promise.allSettled(own.map(animation => animation.finished)).then(() => { if (running === own) stop(); });
}

/** Writes at boxes what a nudge changes: lines of a node and a text. A folded block's box stands for the last of what is in it. */
function mark(lines) {
  if (!overlay()) return;
  const over = layer("nudged"), done = new Map();
  for (const line of lines.split("\n").filter(Boolean)) {
    const [node, ...words] = line.split(" ");
    if (nodeOf(node)) done.set(nodeOf(node), words.join(" "));
  }
  for (const [node, what] of done) {
    const box = node.querySelector(".cr-box").getBBox(), width = 16 + 7.5 * what.length;
    element("rect", { x: box.x + box.width / 2 - width / 2, y: box.y - 13, width, height: 22, rx: 11 }, over);
    element("text", { x: box.x + box.width / 2, y: box.y + 3 }, over).textContent = what;
  }
}

return { play, mark };
})();
