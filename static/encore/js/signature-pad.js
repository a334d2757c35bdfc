// A sheet to sign on with finger, pen or mouse. Strokes are kept as points, so that they can be undone and redrawn when
// the sheet changes its size; what is sent is a PNG on a transparent ground, cut to the ink.

const INK = "#16204a";
const SCALE = 3; // pixels of the sent picture per CSS pixel, whatever the screen: sharp in print
const MARGIN = 8;
const THINNEST = 1.2;
const THICKEST = 3.6;

class SignaturePad extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.strokes = [];
    this.canvas = this.querySelector("canvas");
    this.output = this.querySelector('input[type="hidden"]');
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.draw(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.end());
    this.querySelector("[data-undo]").addEventListener("click", () => this.change(() => this.strokes.pop()));
    this.querySelector("[data-clear]").addEventListener("click", () => this.change(() => (this.strokes = [])));
    this.sizes = new ResizeObserver(() => this.paint());
    this.sizes.observe(this.canvas);
  }

  disconnectedCallback() {
    this.sizes.disconnect();
  }

  begin(event) {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.stroke = [];
    this.strokes.push(this.stroke);
    this.add(event);
  }

  draw(event) {
    if (!this.stroke || !event.isPrimary) return;
    event.preventDefault();
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) this.add(each);
  }

  end() {
    if (!this.stroke) return;
    this.stroke = null;
    this.send();
  }

  add(event) {
    const sheet = this.canvas.getBoundingClientRect();
    const x = event.clientX - sheet.left;
    const y = event.clientY - sheet.top;
    const last = this.stroke.at(-1);
    const speed = last ? Math.hypot(x - last.x, y - last.y) / Math.max(1, event.timeStamp - last.time) : 0;
    const wanted = THICKEST - Math.min(1, speed / 1.6) * (THICKEST - THINNEST);
    const width = last ? last.width * 0.75 + wanted * 0.25 : 2.2;
    this.stroke.push({ x, y, width, time: event.timeStamp });
    this.paint();
  }

  change(act) {
    act();
    this.paint();
    this.send();
  }

  paint() {
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth, clientHeight } = this.canvas;
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    ink(this.canvas.getContext("2d"), this.strokes, ratio, 0, 0);
    this.toggleAttribute("data-drawn", this.strokes.length > 0);
  }

  send() {
    this.output.value = this.strokes.length ? picture(this.strokes) : "";
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** Draw the strokes; each piece runs between the middles of neighbouring points, which makes the line smooth. */
function ink(context, strokes, scale, left, top) {
  context.setTransform(scale, 0, 0, scale, -left * scale, -top * scale);
  context.strokeStyle = context.fillStyle = INK;
  context.lineCap = context.lineJoin = "round";
  for (const points of strokes) {
    if (points.length === 1) dot(context, points[0]);
    let from = points[0];
    for (let at = 1; at < points.length; at += 1) {
      const to = at === points.length - 1 ? points[at] : middle(points[at], points[at + 1]);
      context.lineWidth = points[at].width;
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.quadraticCurveTo(points[at].x, points[at].y, to.x, to.y);
      context.stroke();
      from = to;
    }
  }
}

function dot(context, { x, y, width }) {
  context.beginPath();
  context.arc(x, y, width / 1.6, 0, 2 * Math.PI);
  context.fill();
}

const middle = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

function picture(strokes) {
  const points = strokes.flat();
  const left = Math.min(...points.map((point) => point.x)) - MARGIN;
  const top = Math.min(...points.map((point) => point.y)) - MARGIN;
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil((Math.max(...points.map((point) => point.x)) + MARGIN - left) * SCALE);
  canvas.height = Math.ceil((Math.max(...points.map((point) => point.y)) + MARGIN - top) * SCALE);
  ink(canvas.getContext("2d"), strokes, SCALE, left, top);
  return canvas.toDataURL("image/png");
}

customElements.define("encore-signature", SignaturePad);
