// The handler's desk without a mouse: Enter confirms and goes on, the page follows the field.
"use strict";
(() => {
  const fields = [...document.querySelectorAll("form.field")];
  const paper = document.querySelector(".paper");
  const keys = document.getElementById("keys");
  const input = (field) => field.querySelector("input:not([type=hidden]), select");
  const place = (id) => document.querySelector(`.place[data-field="${CSS.escape(id)}"]`);
  const current = () => document.activeElement?.closest?.("form.field");

  function show(field) {
    document.querySelectorAll(".place.now").forEach((rect) => rect.classList.remove("now"));
    const rect = place(field.dataset.field);
    if (!rect) return;
    rect.classList.add("now");
    const spot = rect.getBoundingClientRect();
    const view = paper.getBoundingClientRect();
    const outside = spot.top < view.top + 40 || spot.bottom > view.bottom - 40 || spot.left < view.left || spot.right > view.right;
    if (!outside) return;
    paper.scrollTo({
      top: paper.scrollTop + spot.top - view.top - view.height / 3,
      left: paper.scrollLeft + spot.left - view.left - 40,
    });
  }

  // After the last doubtful field the button comes into view but takes no focus: one Enter too many must not confirm.
  function go(field) {
    if (!field) {
      document.activeElement?.blur?.();
      const form = document.querySelector(".form");
      form.scrollTo({ top: form.scrollHeight });
      return;
    }
    const target = input(field);
    if (!target || target.disabled) return;
    target.focus({ preventScroll: true });
    if (target.select) target.select();
    const form = document.querySelector(".form");
    form.scrollTo({ top: field.offsetTop - form.clientHeight / 3 });
  }

  function step(field, back) {
    const order = back ? [...fields].reverse() : fields;
    const from = order.indexOf(field) + 1;
    return order.slice(from).find((other) => other.classList.contains("todo"));
  }

  // The next doubtful field is remembered over the reload that follows a saved answer.
  function answer(field, action) {
    const next = step(field, false);
    sessionStorage.setItem("next", next ? next.dataset.field : "finish");
    sessionStorage.setItem("paper", String(paper.scrollTop));
    field.requestSubmit(field.querySelector(`button[value="${action}"]`));
  }

  for (const field of fields) {
    field.addEventListener("focusin", () => show(field));
    field.addEventListener("submit", () => {
      if (sessionStorage.getItem("next") === null) sessionStorage.setItem("next", step(field, false)?.dataset.field ?? "finish");
    });
  }
  document.querySelectorAll(".place").forEach((rect) =>
    rect.addEventListener("click", () => go(document.getElementById(`field-${rect.dataset.field}`))));
  document.querySelectorAll("[data-go]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    go(document.getElementById(`field-${link.dataset.go}`));
  }));
  document.querySelectorAll("[data-swap]").forEach((button) => button.addEventListener("click", () => {
    const figure = button.closest("figure");
    const [sheet, original] = [figure.querySelector(".sheet"), figure.querySelector(".original")];
    original.src ||= original.dataset.src;
    original.hidden = !original.hidden;
    sheet.classList.toggle("gone", !original.hidden);
    button.textContent = original.hidden ? button.dataset.original : button.dataset.clean;
  }));
  document.querySelector("[data-open-keys]")?.addEventListener("click", () => keys.showModal());

  function pageInView(by) {
    const pages = [...document.querySelectorAll(".paper figure")];
    const top = paper.getBoundingClientRect().top;
    const now = pages.findLastIndex((page) => page.getBoundingClientRect().top <= top + 60);
    return pages[Math.min(pages.length - 1, Math.max(0, now + by))];
  }

  document.addEventListener("keydown", (event) => {
    if (keys.open) return;
    const field = current();
    const typing = document.activeElement?.matches?.("input, select, textarea");
    const stop = () => event.preventDefault();
    if (event.key === "Enter" && event.ctrlKey) { stop(); document.querySelector("#finish button:not(:disabled)")?.click(); }
    else if (event.key === "Enter" && event.shiftKey && field) { stop(); go(step(field, true)); }
    else if (event.key === "Enter" && field && typing) { stop(); answer(field, "save"); }
    else if (event.altKey && event.code === "KeyI" && field) { stop(); answer(field, "illegible"); }
    else if (event.altKey && event.code === "KeyN" && field) { stop(); answer(field, "absent"); }
    else if (event.altKey && event.code === "KeyZ") { stop(); paper.classList.toggle("zoomed"); if (field) show(field); }
    else if (event.altKey && event.code === "KeyO") { stop(); pageInView(0)?.querySelector("[data-swap]")?.click(); }
    else if (event.key === "PageDown") { stop(); pageInView(1)?.scrollIntoView(); }
    else if (event.key === "PageUp") { stop(); pageInView(-1)?.scrollIntoView(); }
    else if (event.key === "?" && !typing) { stop(); keys.showModal(); }
  });

  const next = sessionStorage.getItem("next");
  const scroll = sessionStorage.getItem("paper");
  sessionStorage.removeItem("next");
  sessionStorage.removeItem("paper");
  if (scroll) paper.scrollTop = Number(scroll);
  const first = fields.find((field) => field.classList.contains("todo"));
  const lost = document.querySelector(".form .alert[role=alert]"); // somebody was faster: first look at the difference
  if (lost) {
    lost.focus();
    lost.scrollIntoView({ block: "start" });
  } else if (next) go(next === "finish" ? null : document.getElementById(`field-${next}`) ?? first);
  else if (first) go(first);
  if (document.querySelector("[data-refresh]")) setTimeout(() => location.reload(), 2000);
})();
