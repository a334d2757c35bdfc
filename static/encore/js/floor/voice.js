// A voice note: tap, speak, tap. What was recorded stands below and can be taken away again.

const MOST_SECONDS = 120;
const KINDS = ["audio/webm", "audio/mp4", "audio/ogg"];
const ENDINGS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };

class VoiceNotes extends HTMLElement {
  connectedCallback() {
    this.files = [];
    this.button = this.querySelector("[data-record]");
    this.list = this.querySelector("ul");
    if (!window.MediaRecorder || !navigator.mediaDevices) return;
    this.hidden = false;
    this.button.addEventListener("click", () => (this.recorder ? this.recorder.stop() : this.record()));
  }

  async record() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.querySelector("[data-denied]").hidden = false;
      return;
    }
    const kind = KINDS.find((each) => MediaRecorder.isTypeSupported(each));
    this.recorder = new MediaRecorder(stream, { mimeType: kind });
    const parts = [];
    this.recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    this.recorder.addEventListener("stop", () => {
      clearTimeout(this.end);
      for (const track of stream.getTracks()) track.stop();
      this.recorder = undefined;
      this.show(false);
      this.add(new File(parts, `${this.dataset.name}-${this.files.length + 1}.${ENDINGS[kind]}`, { type: kind }));
    });
    this.recorder.start();
    this.end = setTimeout(() => this.recorder?.stop(), MOST_SECONDS * 1000);
    this.show(true);
  }

  show(isRecording) {
    this.button.setAttribute("aria-pressed", String(isRecording));
    this.button.querySelector("span").textContent = isRecording ? this.dataset.stop : this.dataset.start;
  }

  add(file) {
    this.files.push(file);
    const item = this.querySelector("template").content.firstElementChild.cloneNode(true);
    item.querySelector("[data-name]").textContent = `${file.name} · ${Math.ceil(file.size / 1024)} KB`;
    item.querySelector("button").addEventListener("click", () => {
      this.files = this.files.filter((each) => each !== file);
      item.remove();
    });
    this.list.append(item);
  }

  clear() {
    this.files = [];
    this.list.replaceChildren();
  }
}
customElements.define("encore-voice", VoiceNotes);
