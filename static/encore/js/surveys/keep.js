// Keeps a half-filled answer in this phone, and sends it once there is a network. The server takes it once, however
// often it comes. What is kept goes away as soon as the answer was received, or after a month.

const AGAIN = 20_000; // milliseconds
const MONTH = 30 * 24 * 3600 * 1000; // milliseconds
const PREFIX = "encore-survey:";
const LEFT_OUT = new Set(["csrfmiddlewaretoken"]);
const form = document.querySelector("form[data-keep]");
const key = PREFIX + form?.dataset.keep;

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function keep(isWaiting) {
  const fields = [...new FormData(form)].filter(([name]) => !LEFT_OUT.has(name));
  try {
    localStorage.setItem(key, JSON.stringify({ fields, isWaiting, at: Date.now() }));
  } catch {
    // A private window keeps nothing: then the form is sent as any other.
  }
}

function tidy() {
  for (const name of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
    if (Date.now() - (read(name)?.at ?? 0) > MONTH) localStorage.removeItem(name);
  }
}

// Controls of one name share their values: boxes are ticked, whatever else is filled in.
function fill(fields) {
  for (const control of form.elements) {
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (!control.name || LEFT_OUT.has(control.name) || control.type === "submit") continue;
    if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
    else if (values.length) control.value = values[0];
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

const line = document.querySelector("[data-survey-line]");
function say(word) {
  line.hidden = !word;
  line.textContent = word ? line.dataset[word] : "";
}

let isSending = false;
async function send() {
  if (isSending || !read(key)?.isWaiting) return;
  isSending = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      localStorage.removeItem(key);
      location.assign(form.dataset.done);
    } else if (answer.status >= 500 || answer.status === 429) {
      say("later");
    } else {
      keep(false);
      form.submit(); // the server has something to say: it says so on a page
    }
  } catch {
    say("offline");
  } finally {
    isSending = false;
  }
}

if (form) {
  tidy();
  const kept = read(key);
  if (kept && !("bound" in form.dataset)) {
    fill(kept.fields);
    say(kept.isWaiting ? "offline" : "kept");
  }
  for (const sign of ["input", "change"]) form.addEventListener(sign, () => keep(false));
  form.addEventListener("submit", (event) => {
    if (!form.reportValidity()) return;
    keep(true);
    if (!read(key)) return;
    event.preventDefault();
    send();
  });
  window.addEventListener("online", send);
  setInterval(send, AGAIN);
  send();
}
