// A file field that shows what was chosen and takes files dropped on it.

class PhotoInput extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector('input[type="file"]');
    this.list = this.querySelector(".enc-previews");
    this.target = this.querySelector(".enc-drop");
    this.input.addEventListener("change", () => this.show());
    for (const name of ["dragenter", "dragover"]) this.target.addEventListener(name, (event) => this.over(event));
    this.target.addEventListener("dragleave", () => delete this.target.dataset.over);
    this.target.addEventListener("drop", (event) => this.drop(event));
    this.show();
  }

  over(event) {
    event.preventDefault();
    this.target.dataset.over = "";
  }

  drop(event) {
    event.preventDefault();
    delete this.target.dataset.over;
    const files = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, this.input.multiple ? undefined : 1)) files.items.add(file);
    this.input.files = files.files;
    this.show();
  }

  show() {
    this.list.replaceChildren(...[...this.input.files].map(preview));
  }
}

function preview(file) {
  const item = document.createElement("li");
  if (file.type.startsWith("image/")) {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
    item.append(picture);
  }
  item.append(words(file.name), words(size(file.size), "enc-muted tabular"));
  return item;
}

function words(text, css = "") {
  const span = document.createElement("span");
  span.className = css;
  span.textContent = text;
  return span;
}

const KILO = 1024;
const size = (bytes) => (bytes < KILO * KILO ? `${Math.ceil(bytes / KILO)} KB` : `${(bytes / KILO / KILO).toFixed(1)} MB`);

customElements.define("encore-photos", PhotoInput);
