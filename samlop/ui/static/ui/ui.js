// Small conveniences. Every page works without them.

const root = document.documentElement;
const A_YEAR = 365 * 24 * 60 * 60;
const SENT_AGAIN_AFTER = 4000;

function chooseColours(form, scheme) {
  root.dataset.colorScheme = scheme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `samlop-farger=${scheme}; path=/; max-age=${A_YEAR}; SameSite=Lax${secure}`;
  for (const button of form.querySelectorAll("button[name=scheme]")) {
    button.setAttribute("aria-pressed", String(button.value === scheme));
  }
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

// The server's own summary of what to mend says more than the browser's bubbles.
function leaveCheckingToServer(scope) {
  for (const form of scope.querySelectorAll("form")) form.noValidate = true;
}

function goToFaults(scope) {
  const summary = scope.querySelector("[data-error-summary]");
  if (summary) summary.focus();
}

function showBesidePage(text) {
  const place = document.getElementById("messages");
  if (!place) return;
  const alert = document.createElement("div");
  alert.className = "ds-alert";
  alert.dataset.color = "danger";
  alert.setAttribute("role", "alert");
  alert.append(Object.assign(document.createElement("p"), { textContent: text }));
  place.replaceChildren(alert);
  place.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-colour-choice]") && event.submitter) {
    event.preventDefault();
    chooseColours(form, event.submitter.value);
    return;
  }
  if (form.method !== "post" || event.defaultPrevented || form.getAttribute("role") === "search") return;
  const now = Date.now();
  if (now - Number(form.dataset.sentAt || 0) < SENT_AGAIN_AFTER) {
    event.preventDefault();
    return;
  }
  form.dataset.sentAt = String(now);
});

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[data-menu][open]");
  if (!open) return;
  closeMenus(null);
  open.querySelector("summary").focus();
});

// A page brought back from the browser's memory may send its forms again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent-at]")) delete form.dataset.sentAt;
});

document.addEventListener("htmx:after:swap", () => {
  leaveCheckingToServer(document);
  goToFaults(document);
  const beside = document.querySelector("#messages [role=alert]");
  if (beside) beside.scrollIntoView({ block: "nearest" });
});

document.addEventListener("htmx:finally:request", (event) => {
  const form = event.target.closest?.("form");
  if (form) delete form.dataset.sentAt;
});

document.addEventListener("htmx:error", () => showBesidePage(document.body.dataset.notReached));

leaveCheckingToServer(document);
goToFaults(document);
