// A tablet that guests share goes back to its start when nobody is there: a half-filled answer is not the next guest's.

const IDLE = 60_000; // milliseconds
const start = document.querySelector("[data-kiosk]").dataset.kiosk;

if (start !== location.pathname || document.querySelector("form[data-kiosk-form]")) {
  let idle;
  const wait = () => {
    clearTimeout(idle);
    idle = setTimeout(() => location.replace(start), IDLE);
  };
  for (const sign of ["pointerdown", "keydown"]) document.addEventListener(sign, wait);
  wait();
}
