// The floor's page with a memory of its own: what is sent goes into the phone first, and from there to the server.
// Where a browser cannot do that (no secure connection, private window), the form is sent as any other.

import { fromForm, toForm } from "./entry.js";
import "./queue.js";
import { sendAll } from "./sender.js";
import * as store from "./store.js";
import "./voice.js";

const AGAIN = 20_000; // milliseconds
const IDLE = 5 * 60_000; // milliseconds
const queue = document.querySelector("encore-floor-queue");
const form = document.querySelector("form.enc-log");
const voice = document.querySelector("encore-voice");
const photos = form?.elements.evidence;
const addresses = { now: queue.dataset.now, send: queue.dataset.send, file: queue.dataset.file };

const say = (word, tone) => {
  const line = document.createElement("div");
  line.className = "alert enc-alert";
  line.dataset.tone = tone;
  line.textContent = queue.word(word);
  document.getElementById("messages").replaceChildren(line);
};

const OPEN = ["waiting", "sending", "files"];

async function send() {
  const waits = (await store.entries()).some((entry) => entry.user === queue.user && OPEN.includes(entry.state));
  const standing = !navigator.onLine ? "offline" : waits ? await sendAll(addresses) : "";
  if (standing !== "busy") queue.standing = standing;
  await queue.draw();
}

function fresh() {
  form.reset();
  form.elements.client_id.value = crypto.randomUUID();
  photos.dispatchEvent(new Event("change"));
  voice?.clear();
}

let isKeeping = false;
async function keep() {
  if (isKeeping || !form.reportValidity()) return;
  isKeeping = true;
  try {
    const [entry, blobs] = await fromForm(form, queue.user, voice?.files ?? []);
    const isKept = await store.keep(entry, blobs);
    fresh();
    say(isKept ? "saved" : "gone", isKept ? "ok" : "attention");
    await queue.draw();
    document.getElementById("messages").scrollIntoView({ block: "center" });
    send();
  } catch (error) {
    say(["many", "big"].includes(error.message) ? error.message : "full", "danger");
    document.getElementById("messages").scrollIntoView();
  } finally {
    isKeeping = false;
  }
}

async function edit(entry) {
  const files = [];
  for (const file of entry.files) {
    const blob = await store.content(file.id);
    if (blob) files.push(new File([blob], file.name, { type: file.type }));
  }
  fresh();
  toForm(form, entry, files);
  form.scrollIntoView();
}

// A page that was kept for somebody else, shown because the network is slow, must not stay: what is logged on it would
// be in their name.
async function checkWho() {
  const answer = await fetch(addresses.now, { redirect: "manual" }).catch(() => undefined);
  if (!answer?.ok || (await answer.json()).user === queue.user) return;
  for (const name of await caches.keys()) {
    if (name.startsWith("encore-floor-")) await (await caches.open(name)).delete(queue.dataset.scope);
  }
  location.reload();
}

async function start() {
  checkWho();
  // A page that was left while something was being changed: it goes as it was.
  for (const entry of await store.entries()) await store.move(entry.id, ["editing"], { state: "waiting" });
  if (form) {
    form.elements.client_id.value = crypto.randomUUID();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      keep();
    });
    queue.addEventListener("edit", (event) => edit(event.detail));
  }
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(send, AGAIN);
  await send();
  document.documentElement.dataset.floor = "ready";
}

// A shared tablet that nobody touches locks itself, whatever lies open on it.
const lock = document.getElementById("lock");
if (lock) {
  let idle;
  const wait = () => {
    clearTimeout(idle);
    idle = setTimeout(() => lock.click(), IDLE);
  };
  for (const sign of ["pointerdown", "keydown"]) document.addEventListener(sign, wait);
  wait();
}

async function canKeep() {
  if (!window.isSecureContext || !window.indexedDB || !navigator.locks) return false;
  return store.entries().then(() => true, () => false);
}

if (await canKeep()) {
  navigator.serviceWorker?.register(queue.dataset.worker, { scope: queue.dataset.scope });
  navigator.serviceWorker?.ready.then(() => (document.documentElement.dataset.worker = "ready"));
  navigator.storage?.persist?.();
  await start();
}
