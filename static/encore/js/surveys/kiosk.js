// A tablet that guests share: fills the screen once somebody begins, and goes back to its start when nobody is there.

const IDLE = 60_000; // milliseconds
const place = document.querySelector("[data-kiosk]");

document.querySelector("[data-kiosk-begin]")?.addEventListener("click", () => {
  document.documentElement.requestFullscreen?.().catch(() => {});
});

if (place.dataset.kiosk !== location.pathname || document.querySelector("form[data-kiosk-form]")) {
  let idle;
  const wait = () => {
    clearTimeout(idle);
    idle = setTimeout(() => location.replace(place.dataset.kiosk), Number(place.dataset.idle ?? IDLE));
  };
  for (const sign of ["pointerdown", "keydown"]) document.addEventListener(sign, wait);
  wait();
}
