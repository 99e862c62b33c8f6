// Handles of charts: pointer and arrow keys move them. Only places go to the page, as fractions of the picture; the page computes.
// Not a module, since browsers load none from a file.
"use strict";

window.chartHandles = (() => {
const keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }, far = 10;

/** Lets a component follow what is done to the handles in an area. */
function hold(area, component) {
  let queue = [], isBusy = false, last;

  /** One call at a time; of moves that come meanwhile only the latest counts. */
  async function send(...call) {
    queue = [...queue.filter(waiting => waiting[0] !== "OnMove" || call[0] !== "OnMove"), call];
    if (isBusy) return;
    isBusy = true;
    try {
      while (queue.length > 0) await component.invokeMethodAsync(...queue.shift());
    } catch { queue = []; } // the page has gone on without it
    isBusy = false;
  }

  const which = event => Number(event.target.closest("[data-handle]").dataset.handle);
  area.addEventListener("pointerdown", event => {
    if (event.button !== 0 || !event.target.closest("[data-handle]")) return;
    last = which(event);
    area.setPointerCapture(event.pointerId);
    area.classList.add("dragged");
  });
  area.addEventListener("pointermove", event => {
    if (!area.hasPointerCapture(event.pointerId)) return;
    const box = area.getBoundingClientRect();
    send("OnMove", last, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  });
  area.addEventListener("lostpointercapture", () => {
    area.classList.remove("dragged");
    send("OnRelease");
  });
  area.addEventListener("keydown", event => {
    const by = keys[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    send("OnStep", which(event), ...by.map(part => event.shiftKey ? far * part : part));
  });
  area.addEventListener("focusout", () => send("OnRelease"));
}

return { hold };
})();
