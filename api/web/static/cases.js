// The list by keyboard: arrows move, Enter opens, "/" searches, "n" takes the next. The list looks after itself while papers arrive.
"use strict";
(() => {
  const rows = [...document.querySelectorAll("a.row")];
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select")) return;
    const at = rows.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "j") { event.preventDefault(); rows[Math.min(rows.length - 1, at + 1)]?.focus(); }
    if (event.key === "ArrowUp" || event.key === "k") { event.preventDefault(); rows[Math.max(0, at - 1)]?.focus(); }
    if (event.key === "n" && !event.ctrlKey && !event.altKey && !event.metaKey) { event.preventDefault(); document.getElementById("take-next")?.click(); }
    if (event.key === "/") { event.preventDefault(); document.getElementById("q").focus(); }
  });
})();
