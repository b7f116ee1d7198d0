import type { Surface } from '../../core/call/ports.js';

/** Shows a moving picture in a `<video>`, without its sound; without a picture the element is emptied. */
export function showPicture(stream: MediaStream | null | undefined, surface: Surface | undefined): void {
  if (!(surface instanceof HTMLVideoElement)) return;
  surface.muted = true;
  surface.playsInline = true;
  surface.autoplay = true;
  if (surface.srcObject === (stream ?? null)) return;
  surface.srcObject = stream ?? null;
  // Refused where the page is hidden or the element has gone meanwhile: it plays when it is shown again.
  if (stream) void surface.play().catch(() => {});
}
