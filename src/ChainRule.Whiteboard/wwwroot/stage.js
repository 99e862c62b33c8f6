// Before a class: the whole screen for the lesson, and a clicker's keys.
// Not a module, since browsers load none from a file.
"use strict";

window.classStage = (() => {
const clicker = { PageDown: "next", PageUp: "previous", ArrowDown: "next", ArrowUp: "previous", Escape: "leave" };
let page;

const isOn = () => document.documentElement.classList.contains("presenting");

/** The action of a key while something is presented. */
const action = event => isOn() ? clicker[event.key] : undefined;

function present(board, on) {
  page = board;
  document.documentElement.classList.toggle("presenting", on);
  // Where the browser refuses the whole screen, the window must do.
  if (on && !document.fullscreenElement) document.documentElement.requestFullscreen?.().catch(() => { });
  if (!on && document.fullscreenElement) document.exitFullscreen().catch(() => { });
}

document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement && isOn()) page.invokeMethodAsync("OnKey", "leave"); });

return { present, action };
})();
