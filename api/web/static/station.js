// The clerk's desk: declare the batch, send each file as it is, watch until every page has its verdict, close.
"use strict";
(() => {
  const form = document.getElementById("station");
  const words = JSON.parse(form.dataset.words);
  const verdicts = JSON.parse(form.dataset.verdicts);
  const body = document.querySelector("#sheets tbody");
  const signs = { good: "✓", check: "!", rescan: "✗" };
  let batch = null;
  let rows = 0;
  let seq = 0;
  const sheets = [];
  const free = []; // numbers of refused files: the batch must have no gap

  async function call(method, path, content, headers = {}) {
    const reply = await fetch(path, { method, body: content, headers: { Accept: "application/json", ...headers } });
    const value = await reply.json().catch(() => ({}));
    if (!reply.ok) throw Object.assign(new Error(value.detail || value.title || reply.statusText), { status: reply.status });
    return value;
  }
  const post = (path, value) => call("POST", path, JSON.stringify(value), { "Content-Type": "application/json" });

  function row(file) {
    const tr = body.insertRow();
    const cells = Array.from({ length: 6 }, () => tr.insertCell());
    cells[0].textContent = String((rows += 1));
    cells[1].textContent = file.name;
    cells[3].className = "num";
    cells[4].textContent = words.waiting;
    document.getElementById("sheets").hidden = false;
    return cells;
  }

  async function send(sheet) {
    const { cells, file } = sheet;
    cells[4].textContent = words.sending;
    cells[5].replaceChildren();
    try {
      sheet.seq ??= free.shift() ?? (seq += 1);
      batch ??= await post("/v1/batches", { one_client: document.getElementById("one-client").checked });
      document.getElementById("one-client").disabled = true;
      const receipt = await call("PUT", `/v1/batches/${batch.id}/documents/${sheet.seq}`, file,
        { "Content-Type": file.type || "application/octet-stream" });
      Object.assign(sheet, { receipt, failed: false });
      cells[2].textContent = receipt.viit;
      cells[4].textContent = words.registered;
    } catch (error) {
      sheet.failed = true;
      sheet.refused = error.status >= 400 && error.status < 500 && error.status !== 429;
      if (sheet.refused) free.push(sheet.seq);
      cells[4].textContent = `${words.failed}: ${error.message}`;
      cells[4].className = "mark-rescan";
      if (sheet.refused) return;
      const again = Object.assign(document.createElement("button"), { type: "button", textContent: words.again });
      again.addEventListener("click", () => send(sheet).then(watch));
      cells[5].append(again);
    }
  }

  function paint(sheet, state) {
    const [, , , pages, verdict, last] = sheet.cells;
    pages.textContent = state.page_count ?? "";
    verdict.className = "";
    const list = document.createElement("ul");
    list.className = "verdicts";
    for (const page of state.pages ?? []) {
      if (!page.verdict && !page.trouble) continue;
      const item = document.createElement("li");
      const word = page.verdict ?? "rescan";
      item.className = `mark-${word}`;
      const reasons = (page.reasons ?? []).map((reason) => reason.text ?? reason).join(" ");
      item.textContent = `${signs[word]} ${page.number}: ${verdicts[word]} ${page.trouble_text ?? ""} ${reasons}`;
      list.append(item);
    }
    for (const field of state.required ?? []) {
      if (field.state === "readable") continue;
      const item = document.createElement("li");
      item.className = `mark-${field.state === "empty" ? "check" : "rescan"}`;
      const where = field.page ? ` ${field.page}:` : "";
      item.textContent = `${field.state === "empty" ? signs.check : signs.rescan}${where} ${field.text}`;
      list.append(item);
    }
    verdict.replaceChildren(list.childElementCount ? list : state.trouble_text ?? words.registered);
    if (state.trouble_text && !list.childElementCount) verdict.className = "mark-rescan";
    if (state.case_id && !last.childElementCount) {
      last.append(Object.assign(document.createElement("a"), { href: `/cases/${state.case_id}?document=${state.id}`, textContent: words.open_case }));
      sheet.done = true;
    }
  }

  function total(state) {
    const count = document.getElementById("count");
    count.hidden = false;
    const sent = sheets.filter((sheet) => !sheet.refused).length;
    count.textContent = `${words.count_sent} ${sent} · ${words.count_accepted} ${state.accepted} · ` +
      `${words.count_registered} ${state.registered} · ${words.count_pages} ${state.pages}`;
    const sum = document.getElementById("sum");
    sum.hidden = false;
    const well = sent === state.accepted && state.accepted === state.registered;
    sum.textContent = well ? words.all_well : words.missing_some;
    document.getElementById("close").hidden = !well || state.state === "closed";
    document.getElementById("again").hidden = state.state !== "closed";
  }

  // Closing compares what was sent with what was accepted; only then may the paper leave the desk.
  async function close() {
    const declared = sheets.filter((sheet) => sheet.receipt).length;
    try {
      total(await post(`/v1/batches/${batch.id}/close`, { declared }));
      document.getElementById("files").disabled = true;
    } catch (error) {
      document.getElementById("sum").textContent = error.message;
    }
  }

  // What the day's pages tell of the scanner: the same streak on page after page is dirt on the glass.
  async function tellDay() {
    const { notices } = await call("GET", "/v1/station/day").catch(() => ({ notices: [] }));
    const list = document.getElementById("day");
    list.replaceChildren(...notices.map((one) => Object.assign(document.createElement("li"), { textContent: one.text })));
    list.hidden = !notices.length;
  }

  let watching = false;
  async function watch() {
    if (watching || !batch) return;
    watching = true;
    try {
      while (sheets.some((sheet) => sheet.receipt && !sheet.done)) {
        const state = await call("GET", `/v1/batches/${batch.id}`);
        for (const item of state.documents ?? []) {
          const sheet = sheets.find((one) => one.seq === item.seq && one.receipt);
          if (sheet) paint(sheet, item);
        }
        total(state);
        await new Promise((wake) => setTimeout(wake, 700));
      }
    } finally { watching = false; }
    await tellDay();
  }

  async function take(files) {
    const fresh = [];
    for (const file of files) {
      const sheet = { file, cells: row(file) };
      sheets.push(sheet);
      fresh.push(sheet);
    }
    for (const sheet of fresh) {
      await send(sheet);
      watch();
    }
    await watch();
  }

  document.getElementById("close").addEventListener("click", close);
  document.getElementById("again").addEventListener("click", () => location.reload());
  document.getElementById("files").addEventListener("change", (event) => { take([...event.target.files]); event.target.value = ""; });
  const drop = document.getElementById("drop");
  for (const name of ["dragover", "dragleave", "drop"]) drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name === "drop") take([...event.dataTransfer.files]);
  });
  tellDay();
})();
