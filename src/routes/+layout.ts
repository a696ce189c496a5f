// Everything is drawn in the browser from what is on the device; there is no server to render on.
export const ssr = false;
export const prerender = false;
