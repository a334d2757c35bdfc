// Shows a question only while the answers before it ask for it. Without this module all are shown, each with a note,
// and the server leaves out what should not have been answered.

const checkedIn = (question) => [...question.querySelectorAll("input:checked")].map((input) => input.value);

function holds(condition, question) {
  const values = checkedIn(question);
  if (condition.any_of) return values.some((value) => condition.any_of.includes(value));
  if (!values.length) return false;
  const point = Number(values[0]);
  return condition.at_most !== undefined ? point <= condition.at_most : point >= condition.at_least;
}

// In the order of the page: what hangs on a hidden question is hidden with it.
export function refresh(survey) {
  for (const question of survey.querySelectorAll("[data-condition]")) {
    const condition = JSON.parse(question.dataset.condition);
    const source = survey.querySelector(`[data-question="${condition.question}"]`);
    question.hidden = !source || source.hidden || !holds(condition, source);
    for (const input of question.querySelectorAll("input, textarea")) input.disabled = question.hidden;
  }
  survey.dataset.live = "";
}

const refreshAll = (root) => root.querySelectorAll("[data-survey]").forEach(refresh);

document.addEventListener("input", (event) => {
  const survey = event.target.closest("[data-survey]");
  if (survey) refresh(survey);
});
document.addEventListener("htmx:afterSwap", () => refreshAll(document));
window.addEventListener("pageshow", () => refreshAll(document));
refreshAll(document);
