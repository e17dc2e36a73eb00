// Keeps what is typed in <form data-autosave="URL" data-version="N">, or in each such <fieldset> of a form.
// Contract: docs/mechanisms/autosave.md.

const PAUSE = 700; // a save begins this long after the last key
const LONGEST_WAIT = 1800; // and at the latest this long after the first unsaved one
const SHOW_SAVING_AFTER = 400;
const FIRST_RETRY = 2000;
const SLOWEST_RETRY = 30000;
const KEEPALIVE_LIMIT = 60000;
const LEFT_OUT = new Set(["submit", "button", "image", "reset", "file", "password", "hidden"]);

class Autosave {
  constructor(part) {
    this.part = part;
    this.form = part instanceof HTMLFormElement ? part : part.form;
    this.url = part.dataset.autosave;
    this.version = part.dataset.version;
    this.versionField = part.querySelector("input[data-version-field], input[name=version]");
    this.key = `samlop:${this.url}:${part.dataset.owner || ""}`;
    this.state = part.querySelector("[data-autosave-state]");
    this.acknowledged = this.values();
    this.sending = null;
    this.timer = 0;
    this.waitingSince = 0;
    this.failures = 0;
    this.stopped = ""; // "", "conflict", "refused"
    this.leaving = false;
    part.addEventListener("input", () => this.changed());
    part.addEventListener("change", () => this.changed());
    this.form.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) this.leaving = true;
    });
    this.restore();
  }

  // What stands in the form -------------------------------------------------------------------------------------

  names() {
    const fields = [...this.part.elements].filter((field) => field.name && !LEFT_OUT.has(field.type));
    return [...new Set(fields.map((field) => field.name))];
  }

  values() {
    const typed = new FormData(this.form);
    return Object.fromEntries(this.names().map((name) => [name, JSON.stringify(typed.getAll(name))]));
  }

  unsaved() {
    const now = this.values();
    return Object.keys(now).filter((name) => now[name] !== this.acknowledged[name]);
  }

  put(name, written) {
    const wanted = JSON.parse(written);
    for (const field of this.part.elements) {
      if (field.name !== name || LEFT_OUT.has(field.type)) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = wanted.includes(option.value);
      else field.value = wanted[0] ?? "";
    }
  }

  // The browser's own copy, until the server has answered --------------------------------------------------------

  keep() {
    const now = this.values();
    const names = this.unsaved();
    try {
      if (!names.length) sessionStorage.removeItem(this.key);
      else {
        const only = (all) => Object.fromEntries(names.map((name) => [name, all[name]]));
        const kept = { version: this.version, values: only(now), base: only(this.acknowledged) };
        sessionStorage.setItem(this.key, JSON.stringify(kept));
      }
    } catch {
      // A full or forbidden store leaves the server as the only copy; the warning before leaving still stands.
    }
  }

  restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(this.key));
    } catch {
      kept = null;
    }
    if (!kept) return;
    const shown = this.values();
    for (const [name, written] of Object.entries(kept.values)) {
      if (shown[name] === written || holds(shown[name], written)) continue;
      this.put(name, written);
      this.acknowledged[name] = kept.base[name];
    }
    if (this.unsaved().length) {
      // Saved upon the version it was typed over, so that the server can tell if somebody else came between.
      this.version = kept.version;
      this.say("restored");
      this.schedule(0);
    }
    this.keep();
  }

  // When to save --------------------------------------------------------------------------------------------------

  changed() {
    this.leaving = false;
    this.keep();
    if (this.stopped === "refused") this.stopped = "";
    if (this.stopped === "conflict") {
      this.showMine();
      return;
    }
    if (!this.unsaved().length) return;
    const now = Date.now();
    this.waitingSince ||= now;
    if (!this.failures) this.schedule(Math.min(PAUSE, Math.max(0, this.waitingSince + LONGEST_WAIT - now)));
  }

  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  async save({ atOnce = false } = {}) {
    clearTimeout(this.timer);
    const names = this.unsaved();
    if (!names.length || this.stopped || (this.sending && !atOnce)) return;
    const sent = this.values();
    const slow = setTimeout(() => this.say("saving"), SHOW_SAVING_AFTER);
    this.waitingSince = 0;
    this.sending = names;
    let answer = null;
    try {
      answer = await this.post(names);
    } catch {
      answer = null;
    }
    clearTimeout(slow);
    this.sending = null;
    await this.receive(answer, names, sent);
  }

  post(names) {
    const typed = new FormData(this.form);
    const body = new URLSearchParams();
    const hidden = [...this.part.elements].filter((field) => field.type === "hidden" && field.name);
    for (const field of hidden) if (field !== this.versionField) body.append(field.name, field.value);
    const token = this.token();
    if (token && this.part !== this.form) body.append(token.name, token.value);
    for (const name of names) {
      const all = typed.getAll(name);
      for (const value of all.length ? all : [""]) body.append(name, value);
    }
    body.set("version", this.version);
    if (this.part.dataset.owner) body.set("owner", this.part.dataset.owner);
    return fetch(this.url, {
      method: "POST",
      body,
      headers: { "X-Autosave": "1", Accept: "application/json" },
      credentials: "same-origin",
      keepalive: body.toString().length < KEEPALIVE_LIMIT,
    });
  }

  // What the server said ------------------------------------------------------------------------------------------

  async receive(answer, names, sent) {
    const told = answer ? await this.read(answer) : null;
    if (!answer || answer.status >= 500 || (answer.ok && !told && !answer.redirected)) return this.retry("retrying");
    if (answer.redirected || told?.sign_in) return this.signedOut(told?.sign_in || answer.url);
    if (answer.status === 200) return this.saved(told, names, sent);
    if (answer.status === 409) return this.conflict(told, names);
    if (answer.status === 422) return this.refused(told?.errors || {});
    if (told?.token) return this.renew(told.token);
    return this.refused({});
  }

  async read(answer) {
    if (!(answer.headers.get("Content-Type") || "").includes("json")) return null;
    return answer.json().catch(() => null);
  }

  saved(told, names, sent) {
    this.failures = 0;
    this.setVersion(told.version);
    for (const name of names) this.acknowledged[name] = sent[name];
    this.clearFaults();
    this.keep();
    this.say("saved", { time: this.clock(told.saved_at) });
    if (this.unsaved().length) this.schedule(PAUSE);
  }

  retry(state) {
    this.failures += 1;
    this.say(state);
    this.schedule(Math.min(SLOWEST_RETRY, FIRST_RETRY * 2 ** (this.failures - 1)));
  }

  token() {
    return this.form.querySelector("[name=csrfmiddlewaretoken]");
  }

  // Signing in has given the session a new token; the text is sent again with it.
  renew(token) {
    const field = this.token();
    if (!field || field.value === token || this.failures > 5) return this.retry("retrying");
    this.failures += 1;
    field.value = token;
    return this.schedule(0);
  }

  signedOut(address) {
    this.retry("signedOut");
    if (!this.state || this.state.querySelector("a")) return;
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = this.state.dataset.signIn;
    this.state.append(" ", link);
  }

  refused(errors) {
    this.stopped = "refused";
    this.say("refused");
    this.clearFaults();
    for (const [name, texts] of Object.entries(errors)) {
      const field = this.form.elements[name];
      const input = field instanceof RadioNodeList ? field[0] : field;
      if (!input) continue;
      const fault = document.createElement("p");
      fault.className = "ds-validation-message";
      fault.dataset.autosaveFault = "";
      fault.id = `${input.id || name}_autosave_error`;
      fault.textContent = [].concat(texts).join(" ");
      input.setAttribute("aria-invalid", "true");
      input.after(fault);
    }
  }

  clearFaults() {
    for (const fault of this.part.querySelectorAll("[data-autosave-fault]")) {
      fault.previousElementSibling?.removeAttribute("aria-invalid");
      fault.remove();
    }
  }

  // Two texts -----------------------------------------------------------------------------------------------------

  conflict(told, names) {
    this.contested = told.field && this.names().includes(told.field) ? told.field : names[0];
    if (names.length === 1 && this.agrees(told)) return;
    this.stopped = "conflict";
    this.theirs = told;
    this.say("conflict");
    const template = this.part.querySelector("template[data-autosave-conflict]");
    if (!template) return;
    const block = template.content.cloneNode(true).firstElementChild;
    const slot = (name) => block.querySelector(`[data-slot=${name}]`);
    for (const name of ["who", "their-title"]) {
      slot(name).textContent = slot(name).dataset.pattern.replace("{author}", told.author || "");
    }
    slot("theirs").textContent = told.theirs;
    block.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-choice]");
      if (choice) this.settle(choice.dataset.choice);
    });
    this.block?.remove();
    this.block = block;
    template.after(block);
    this.showMine(); // without taking the focus: whoever is typing goes on typing
  }

  // The text may have arrived by an answer that never came back, or another part of the row may have been saved.
  agrees(told) {
    const theirs = JSON.stringify([told.theirs]);
    if (theirs !== this.values()[this.contested] && theirs !== this.acknowledged[this.contested]) return false;
    this.acknowledged[this.contested] = theirs;
    this.setVersion(told.version);
    this.keep();
    if (this.unsaved().length) this.schedule(0);
    else this.say("saved", { time: this.clock(told.saved_at) });
    return true;
  }

  mine() {
    return JSON.parse(this.values()[this.contested]).join("\n");
  }

  showMine() {
    if (this.block) this.block.querySelector("[data-slot=mine]").textContent = this.mine();
  }

  settle(choice) {
    const { theirs, version } = this.theirs;
    const chosen = { mine: this.mine(), theirs, both: `${theirs}\n\n${this.mine()}` }[choice];
    this.acknowledged[this.contested] = JSON.stringify([theirs]);
    this.put(this.contested, JSON.stringify([chosen]));
    this.setVersion(version);
    this.stopped = "";
    this.block?.remove();
    this.block = null;
    [].concat(this.form.elements[this.contested])[0]?.focus?.();
    this.keep();
    if (this.unsaved().length) this.save();
    else this.say("saved", { time: this.clock(this.theirs.saved_at) });
  }

  setVersion(version) {
    this.version = String(version);
    this.part.dataset.version = this.version;
    if (this.versionField) this.versionField.value = this.version;
  }

  // What the reader sees ------------------------------------------------------------------------------------------

  clock(written) {
    const at = written ? new Date(written) : new Date();
    const two = (value) => String(value).padStart(2, "0");
    return [two(at.getHours()), two(at.getMinutes())].join(this.state?.dataset.clockSeparator || ":");
  }

  say(kind, { time = "" } = {}) {
    if (!this.state) return;
    const text = (this.state.dataset[kind] || "").replace("{time}", time);
    this.state.dataset.state = kind;
    if (this.state.firstChild?.textContent !== text || this.state.childNodes.length > 1) {
      if (kind === "signedOut" && this.state.firstChild?.textContent === text) return;
      this.state.replaceChildren(text);
    }
  }

  // Leaving -------------------------------------------------------------------------------------------------------

  flush() {
    this.keep();
    if (!this.leaving && !this.sending) this.save({ atOnce: true });
  }

  again() {
    if (this.failures && this.unsaved().length) this.schedule(0);
  }
}

// A form sent whole may come back with more round what was typed: then no word is missing.
function holds(shown, written) {
  const [all, wanted] = [shown, written].map((values) => JSON.parse(values || "[]").join("\n"));
  return wanted !== "" && all.includes(wanted);
}

const kept = new Map();

function begin() {
  for (const part of document.querySelectorAll("[data-autosave]:is(form, fieldset)")) {
    if (!kept.has(part)) kept.set(part, new Autosave(part));
  }
}

function forAll(deed) {
  for (const autosave of kept.values()) deed(autosave);
}

window.addEventListener("pagehide", () => forAll((autosave) => autosave.flush()));
document.addEventListener("visibilitychange", () => {
  forAll((autosave) => (document.visibilityState === "hidden" ? autosave.flush() : autosave.again()));
});
window.addEventListener("online", () => forAll((autosave) => autosave.again()));
window.addEventListener("focus", () => forAll((autosave) => autosave.again()));
window.addEventListener("beforeunload", (event) => {
  const waiting = [...kept.values()].some((autosave) => !autosave.leaving && autosave.unsaved().length);
  if (waiting) event.preventDefault();
});
document.addEventListener("htmx:after:swap", begin);
begin();
