// What waits in this phone: complaints and their files, in IndexedDB. Each function is one transaction.

const request = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

let opened;
function open() {
  if (opened) return opened;
  const asked = indexedDB.open("encore-floor", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("entries", { keyPath: "id" });
    asked.result.createObjectStore("files", { keyPath: "id" });
  };
  opened = request(asked);
  return opened;
}

// Resolves only when all is on the disk, not when the last question was answered.
async function within(mode, work) {
  const database = await open();
  const transaction = database.transaction(["entries", "files"], mode, { durability: "strict" });
  const finished = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  const answer = await work(transaction.objectStore("entries"), transaction.objectStore("files"));
  await finished;
  return answer;
}

const tabs = new BroadcastChannel("encore-floor");
const tell = () => {
  tabs.postMessage("changed");
  window.dispatchEvent(new Event("encore-floor"));
};
tabs.onmessage = () => window.dispatchEvent(new Event("encore-floor"));

export const entries = () =>
  within("readonly", async (rows) => (await request(rows.getAll())).sort((one, other) => one.logged_at - other.logged_at));

export const content = (id) => within("readonly", async (_, files) => (await request(files.get(id)))?.blob);

// Keep a new entry, or an edited one in place of what it was. False: meanwhile it was sent, and stays as it was.
export async function keep(entry, blobs) {
  const kept = await within("readwrite", async (rows, files) => {
    const before = await request(rows.get(entry.id));
    if (before && before.state !== "editing") return false;
    for (const file of before?.files ?? []) files.delete(file.id);
    for (const [id, blob] of blobs) files.put({ id, blob });
    rows.put(entry);
    return true;
  });
  tell();
  return kept;
}

// Change an entry that is in one of these states; the entry as it is then, or undefined.
export async function move(id, from, changes) {
  const moved = await within("readwrite", async (rows) => {
    const entry = await request(rows.get(id));
    if (!entry || !from.includes(entry.state)) return undefined;
    Object.assign(entry, changes);
    rows.put(entry);
    return entry;
  });
  if (moved) tell();
  return moved;
}

export async function noteFile(id, file) {
  await within("readwrite", async (rows) => {
    const entry = await request(rows.get(id));
    entry.files = entry.files.map((each) => (each.id === file.id ? file : each));
    rows.put(entry);
  });
  tell();
}

// Remove an entry with its files, if it is in one of these states.
export async function remove(id, from) {
  await within("readwrite", async (rows, files) => {
    const entry = await request(rows.get(id));
    if (!entry || !from.includes(entry.state)) return;
    for (const file of entry.files) files.delete(file.id);
    rows.delete(id);
  });
  tell();
}

export const forgetFiles = (list) =>
  within("readwrite", async (_, files) => {
    for (const file of list) files.delete(file.id);
  });
