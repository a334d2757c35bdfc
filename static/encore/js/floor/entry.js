// From the form to an entry that can wait, and back.

import { small } from "./pictures.js";

export const LARGEST = 20 * 1024 * 1024;
export const MOST = 6;
// Which load of the page an entry was written in: within it, performance.now() counts on whatever is done to the clock.
const PAGE = crypto.randomUUID();

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function described(file) {
  const sha256 = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return { id: crypto.randomUUID(), name: file.name, type: file.type, size: file.size, sha256, received: 0, state: "arriving" };
}

// The entry and its files by id; throws the name of the word that says what is wrong.
export async function fromForm(form, user, voices) {
  const said = new FormData(form);
  const now = { logged_at: Date.now(), counted: performance.now(), page: PAGE };
  const chosen = said.getAll("evidence").filter((file) => file.name);
  if (chosen.length + voices.length > MOST) throw new Error("many");
  const files = await Promise.all([...chosen, ...voices].map(small));
  if (files.some((file) => file.size > LARGEST || !file.size)) throw new Error("big");
  const rows = await Promise.all(files.map(described));
  const fields = Object.fromEntries(NAMES.map((name) => [name, said.get(name) ?? ""]));
  const title = ["room", "subject", "gravity"].map((name) => chosenWords(form, name)).join(" · ");
  const entry = { id: said.get("client_id"), user, fields, title, files: rows, state: "waiting", ...now };
  return [entry, rows.map((row, place) => [row.id, files[place]])];
}

const NAMES = ["venue", "room", "subject", "gravity", "channel", "what_happened", "concerns", "happened_at"];

const chosenWords = (form, name) => form.querySelector(`[name="${name}"]:checked`)?.closest("label").textContent.trim();

// What the server is told. Moments are by this phone's clock, which the server does not believe.
export function asMessage(entry) {
  const { happened_at, ...fields } = entry.fields;
  return {
    ...fields,
    client_id: entry.id,
    happened_at: happened_at ? new Date(happened_at).getTime() : null,
    logged_at: entry.logged_at,
    sent_at: Date.now(),
    waited: entry.page === PAGE ? (performance.now() - entry.counted) / 1000 : 0,
    files: entry.files.map(({ id, name, sha256, size }) => ({ client_id: id, name, sha256, size })),
  };
}

export function toForm(form, entry, files) {
  form.elements.client_id.value = entry.id;
  for (const name of NAMES.filter((each) => each !== "venue")) {
    const control = form.elements[name];
    if (control) control.value = entry.fields[name];
  }
  const list = new DataTransfer();
  for (const file of files) list.items.add(file);
  form.elements.evidence.files = list.files;
  form.elements.evidence.dispatchEvent(new Event("change"));
}
