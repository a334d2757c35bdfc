// Dialogs that open from the page, and the question before something that cannot be taken back.

class EncoreDialog extends HTMLElement {
  connectedCallback() {
    if (this.hasAttribute("open")) this.querySelector("dialog").showModal();
  }
}
customElements.define("encore-dialog", EncoreDialog);

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    document.getElementById(opener.dataset.dialogOpen)?.showModal();
    event.preventDefault();
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) closer.closest("dialog").close();
  // A click beside the sheet lands on the dialog itself.
  if (event.target.matches?.("dialog.enc-dialog")) event.target.close();
});

const ask = (question) =>
  new Promise((resolve) => {
    const dialog = document.getElementById("confirm");
    dialog.querySelector("p").textContent = question;
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });

document.addEventListener(
  "click",
  async (event) => {
    const button = event.target.closest("[data-confirm]");
    if (!button || button.dataset.confirmed !== undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (!(await ask(button.dataset.confirm))) return;
    button.dataset.confirmed = "";
    button.click();
    delete button.dataset.confirmed;
  },
  { capture: true },
);

document.addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  if (await ask(event.detail.question)) event.detail.issueRequest(true);
});
