// Light, dark, or as the system says. The choice is a cookie, so that the server draws the next page right at once.

const COOKIE = "encore_theme";
const YEAR = 365 * 24 * 60 * 60;

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.show();
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-theme]");
      if (button) this.choose(button.dataset.theme);
    });
  }

  choose(theme) {
    document.cookie = `${COOKIE}=${theme}; path=/; max-age=${theme ? YEAR : 0}; samesite=lax`;
    if (theme) document.documentElement.dataset.bsTheme = theme;
    else delete document.documentElement.dataset.bsTheme;
    for (const each of document.querySelectorAll("encore-theme")) each.show();
  }

  show() {
    const current = document.documentElement.dataset.bsTheme ?? "";
    for (const button of this.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.theme === current));
    }
  }
}
customElements.define("encore-theme", ThemeSwitch);
