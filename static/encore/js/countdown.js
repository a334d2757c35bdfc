// Keeps "3 h 20 min left" true while the page stays open. The server wrote the first words; the sentences come from
// <meta name="encore-spans">, in the reader's language. Same rounding as foundation/templatetags/spans.py.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const sentences = document.querySelector('meta[name="encore-spans"]')?.dataset ?? {};

export function sentence(due, now, gaps = sentences) {
  const milliseconds = due - now;
  const side = milliseconds > 0 ? "left" : "late";
  const whole =
    milliseconds > 0 ? Math.ceil(milliseconds / MINUTE) * MINUTE : Math.floor(-milliseconds / MINUTE) * MINUTE;
  const unit = whole >= DAY ? "days" : whole >= HOUR ? "hours" : "minutes";
  const values = {
    days: Math.floor(whole / DAY),
    hours: unit === "hours" ? Math.floor(whole / HOUR) : Math.floor((whole % DAY) / HOUR),
    minutes: Math.floor((whole % HOUR) / MINUTE),
  };
  return gaps[`${side}_${unit}`]?.replace(/%\((\w+)\)s/g, (_, gap) => values[gap]);
}

class Countdown extends HTMLElement {
  connectedCallback() {
    this.due = Date.parse(this.getAttribute("due"));
    this.timer = setInterval(() => this.tell(), 10_000);
    this.tell();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  tell() {
    const words = sentence(this.due, Date.now());
    const time = this.querySelector("time");
    if (words && time && time.textContent !== words) time.textContent = words;
    this.toggleAttribute("data-late", this.due <= Date.now());
  }
}
customElements.define("encore-countdown", Countdown);
