// Sends what waits: first the complaint, which starts its clock, then its files in pieces. However often it is tried,
// in however many tabs, the server takes each complaint and each piece once.

import { asMessage } from "./entry.js";
import * as store from "./store.js";

const PIECE = 256 * 1024;
const PATIENCE = 60_000; // milliseconds for one answer
const MOST_RESTARTS = 3;

class Later extends Error {}

async function ask(address, options = {}) {
  let answer;
  try {
    answer = await fetch(address, { ...options, redirect: "manual", signal: AbortSignal.timeout?.(PATIENCE) });
  } catch {
    throw new Later("offline");
  }
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new Later("signed_out");
  if (answer.status >= 500 || answer.status === 429) throw new Later("offline");
  return answer;
}

// What the page needs to know about the phone's standing: "sent", "offline", "signed_out", "busy" (another tab sends).
export async function sendAll(addresses) {
  return navigator.locks.request("encore-floor-send", { ifAvailable: true }, async (lock) => {
    if (!lock) return "busy";
    try {
      const here = await (await ask(addresses.now)).json();
      for (const entry of await store.entries()) {
        if (entry.user === here.user) await sendOne(entry.id, addresses, here.token);
      }
      return "sent";
    } catch (error) {
      if (error instanceof Later) return error.message;
      throw error;
    }
  });
}

async function sendOne(id, addresses, token) {
  let entry = await store.move(id, ["waiting", "sending"], { state: "sending", tried: true });
  if (entry) entry = await sendComplaint(entry, addresses, token);
  else entry = await store.move(id, ["files"], {});
  if (!entry) return;
  for (const file of entry.files) {
    if (file.state === "arriving") await sendFile(entry, file, addresses, token);
  }
  await store.move(id, ["files"], { state: "sent", sent_at: Date.now() });
  await store.forgetFiles(entry.files);
}

async function sendComplaint(entry, addresses, token) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  let answer;
  try {
    answer = await ask(addresses.send, { method: "POST", headers, body: JSON.stringify(asMessage(entry)) });
  } catch (error) {
    // Turned away at the door it is certainly not there, and may be changed. Else nobody knows: it stays on its way.
    if (error.message === "signed_out") await store.move(entry.id, ["sending"], { state: "waiting", tried: false });
    throw error;
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const reason = said.message ?? String(answer.status);
    await store.move(entry.id, ["sending"], { state: "refused", reason, tried: false });
    return undefined;
  }
  return store.move(entry.id, ["sending"], { state: "files", number: said.number, address: said.address });
}

async function sendFile(entry, file, addresses, token) {
  const blob = await store.content(file.id);
  const address = addresses.file.replace("00000000-0000-0000-0000-000000000000", file.id);
  const here = await ask(address);
  let known = here.ok ? await here.json() : { state: "lost" };
  for (let restarts = 0; known.state === "arriving"; ) {
    if (!blob || restarts > MOST_RESTARTS) {
      known = { ...known, state: "lost" };
      break;
    }
    const piece = blob.slice(known.received, known.received + PIECE);
    const headers = { "Content-Type": "application/octet-stream", "X-CSRFToken": token };
    const answer = await ask(`${address}?offset=${known.received}`, { method: "POST", headers, body: piece });
    if (!answer.ok) throw new Later("offline");
    known = await answer.json();
    if (known.state === "arriving" && known.received === 0) restarts += 1;
    await store.noteFile(entry.id, { ...file, ...known });
  }
  await store.noteFile(entry.id, { ...file, ...known });
}
