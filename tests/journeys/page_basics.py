"""What every page owes its readers, asked of the page itself: names for what one types into, presses and follows."""

from typing import Final

NAMELESS: Final = """
() => {
  const text = (element) => (element?.innerText || element?.textContent || "").trim();
  const named = (element) =>
    (element.getAttribute("aria-label") || "").trim() ||
    (element.getAttribute("aria-labelledby") || "").split(/\\s+/).some((id) => text(document.getElementById(id)));
  const labelled = (input) => named(input) || [...(input.labels || [])].some((label) => text(label));
  const spoken = (element) => named(element) || text(element) || element.querySelector("[aria-label], img[alt]");
  const outline = (element) => element.outerHTML.slice(0, 120);
  const inputs = 'input:not([type=hidden]):not([type=submit]), select, textarea';
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  return [
    ...[...document.querySelectorAll(inputs)].filter((input) => !labelled(input)).map(outline),
    ...[...document.querySelectorAll("button, a[href], summary")].filter((each) => !spoken(each)).map(outline),
    ...[...document.querySelectorAll("img:not([alt])")].map(outline),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id ${id} twice`),
    ...(document.documentElement.lang ? [] : ["the page does not say its language"]),
    ...(document.title.trim() ? [] : ["the page has no title"]),
    ...(document.querySelectorAll("main").length === 1 ? [] : ["not exactly one main"]),
  ];
}
"""
"""Gives what is wrong, one line each: inputs without a label, buttons and links without a name, ids used twice."""
