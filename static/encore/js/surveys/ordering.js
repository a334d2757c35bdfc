// Dragging questions to their place. It fills in the very form that the buttons "up" and "down" send.

let dragged = null;

const linesOf = (list) => [...list.querySelectorAll("[data-key]")];

// The place among the others of that list before which the pointer is.
function placeAt(list, y) {
  const others = linesOf(list).filter((line) => line !== dragged);
  const after = others.findIndex((line) => y < line.getBoundingClientRect().top + line.offsetHeight / 2);
  return { place: after < 0 ? others.length : after, before: others[after] ?? null };
}

function send(line, section, place) {
  const form = line.querySelector("form").cloneNode(true);
  form.action = line.dataset.move;
  form.querySelectorAll("button").forEach((button) => button.remove());
  for (const [name, value] of Object.entries({ section, place })) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  form.hidden = true;
  document.body.append(form);
  form.requestSubmit();
}

for (const list of document.querySelectorAll("[data-sortable]")) {
  for (const line of linesOf(list)) line.draggable = true;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-key]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.key);
    dragged.dataset.dragged = "";
  });
  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    list.insertBefore(dragged, placeAt(list, event.clientY).before);
  });
  list.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    send(dragged, list.dataset.section, placeAt(list, event.clientY).place);
  });
  list.addEventListener("dragend", () => {
    delete dragged?.dataset.dragged;
    dragged = null;
  });
}
