// Small manners of every page. Everything here is a comfort: the pages work without it.

document.documentElement.dataset.script = "";

const openMenus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.closest(".alert").remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A form is sent once: a second tap on a slow network must not send it again. The button is only marked, not
// disabled, so that its name and value still go along; coming back with the browser's button frees it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  if ([...form.getAttributeNames()].some((name) => name.startsWith("hx-"))) return;
  form.dataset.sent = "";
  event.submitter?.setAttribute("aria-busy", "true");
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const busy of document.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
});

// What was just chosen stays in sight when a button that floats above it appears.
document.addEventListener("change", (event) => {
  event.target.closest?.(".enc-tile")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
});

// After a refused form, the reader (and the screen reader) starts at what is wrong.
const focusFirst = (root) => root.querySelector("[data-focus-first]")?.focus();
focusFirst(document);
document.addEventListener("htmx:afterSwap", (event) => focusFirst(event.target));

// A failed htmx call says so where other messages stand.
const say = (text) => {
  const line = document.createElement("div");
  line.className = "alert enc-alert";
  line.dataset.tone = "danger";
  line.textContent = text;
  document.getElementById("messages")?.replaceChildren(line);
};
const words = () => document.getElementById("confirm")?.dataset ?? {};
document.addEventListener("htmx:sendError", () => say(words().offline));
document.addEventListener("htmx:responseError", () => say(words().failed));
