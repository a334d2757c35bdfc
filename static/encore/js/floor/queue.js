// The list of what this phone holds, each entry with its state and with what can be done about it.

import * as store from "./store.js";

const SHOWN_FOR = 12 * 3600 * 1000; // milliseconds: what was sent stays in sight for a shift
const STATES = { waiting: "attention", sending: "info", editing: "muted", files: "info", sent: "ok", refused: "danger" };
const CHANGEABLE = ["waiting", "refused"];

class FloorQueue extends HTMLElement {
  connectedCallback() {
    this.user = Number(this.dataset.user);
    this.list = this.querySelector("ul");
    this.line = this.querySelector("[data-line]");
    this.standing = "";
    this.addEventListener("click", (event) => this.act(event.target.closest("button[data-do]")));
    window.addEventListener("encore-floor", () => this.draw());
    window.addEventListener("online", () => this.draw());
    window.addEventListener("offline", () => this.draw());
  }

  word(name) {
    return this.querySelector("template[data-words]").content.querySelector(`[data-word="${name}"]`).textContent;
  }

  async draw() {
    const all = await store.entries();
    const mine = all.filter((entry) => entry.user === this.user);
    for (const entry of mine) {
      if (entry.state === "sent" && Date.now() - entry.sent_at > SHOWN_FOR) await store.remove(entry.id, ["sent"]);
    }
    const others = all.filter((entry) => entry.user !== this.user && entry.state !== "sent").length;
    this.list.replaceChildren(...mine.reverse().map((entry) => this.item(entry)));
    const standing = navigator.onLine ? this.standing : "offline";
    const open = mine.filter((entry) => entry.state !== "sent").length;
    const lines = [
      open && ["offline", "signed_out"].includes(standing) ? this.word(standing) : "",
      standing === "offline" && !open ? this.word("no_network") : "",
      others ? this.word("others").replace("0", others) : "",
    ];
    this.line.textContent = lines.filter(Boolean).join(" ");
    this.querySelector("[data-sign-in]").hidden = !(open && standing === "signed_out");
    this.hidden = !mine.length && !this.line.textContent;
  }

  item(entry) {
    const item = this.querySelector("template[data-item]").content.firstElementChild.cloneNode(true);
    const part = (name) => item.querySelector(`[data-${name}]`);
    item.dataset.state = entry.state;
    part("title").textContent = entry.title;
    part("time").textContent = new Date(entry.logged_at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    part("said").textContent = entry.fields.what_happened;
    part("state").dataset.tone = STATES[entry.state];
    part("state").textContent = this.word(entry.state).replace("TS0", entry.number ?? "");
    part("reason").textContent = [entry.state === "refused" ? entry.reason : "", ...this.ofFiles(entry)].filter(Boolean).join(" ");
    const link = part("open");
    link.hidden = !entry.address;
    if (entry.address) link.href = entry.address;
    const isOpen = CHANGEABLE.includes(entry.state) && !entry.tried;
    for (const button of item.querySelectorAll("button")) {
      button.dataset.id = entry.id;
      button.hidden = !(isOpen || (button.dataset.do === "put_away" && entry.state === "sent"));
      if (button.dataset.do === "put_away" && entry.state !== "sent") button.hidden = true;
    }
    return item;
  }

  ofFiles(entry) {
    const lost = entry.files.filter((file) => ["given_up", "lost"].includes(file.state));
    const kept = entry.files.filter((file) => file.state === "kept").length;
    return [
      entry.files.length ? `${this.word("count")} ${kept}/${entry.files.length}` : "",
      ...lost.map((file) => `${file.name}: ${file.message || this.word("lost")}`),
    ];
  }

  async act(button) {
    if (!button) return;
    const id = button.dataset.id;
    if (button.dataset.do === "delete") await store.remove(id, CHANGEABLE);
    if (button.dataset.do === "put_away") await store.remove(id, ["sent"]);
    if (button.dataset.do === "edit") {
      const entry = await store.move(id, CHANGEABLE, { state: "editing", tried: false });
      if (entry) this.dispatchEvent(new CustomEvent("edit", { detail: entry }));
    }
  }
}
customElements.define("encore-floor-queue", FloorQueue);
