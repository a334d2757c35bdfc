{% load static %}// The floor's page without a network: its last drawing, and all that it is drawn with.

const NAME = "encore-floor-{{ version }}";
const PAGE = "{% url 'complaints:log' %}";
const ASSETS = {{ assets|safe }};
const PATIENCE = 4000; // milliseconds: then the drawing that is here is shown

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

async function fill() {
  const cache = await caches.open(NAME);
  await cache.addAll(ASSETS);
  await draw(new Request(PAGE, { credentials: "same-origin", redirect: "manual" })).catch(() => {});
}

self.addEventListener("activate", (event) => {
  event.waitUntil(clean().then(() => self.clients.claim()));
});

async function clean() {
  for (const name of await caches.keys()) {
    if (name.startsWith("encore-floor-") && name !== NAME) await caches.delete(name);
  }
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && address.pathname === PAGE) event.respondWith(page(event.request));
  else if (ASSETS.includes(address.pathname)) event.respondWith(asset(event.request));
});

// Whoever is sent to the sign-in has no page here: the drawing of the person before goes too. On a shared tablet none
// is kept at all.
async function draw(request) {
  const answer = await fetch(request);
  const cache = await caches.open(NAME);
  if (answer.type === "opaqueredirect" || answer.headers.has("X-Encore-Shared")) await cache.delete(PAGE);
  else if (answer.ok) await cache.put(PAGE, answer.clone());
  return answer;
}

async function page(request) {
  const here = await (await caches.open(NAME)).match(PAGE);
  if (!here) return draw(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, here));
  return Promise.race([draw(request).catch(() => here), late]);
}

async function asset(request) {
  const cache = await caches.open(NAME);
  return (await cache.match(request.url)) ?? fetch(request);
}
