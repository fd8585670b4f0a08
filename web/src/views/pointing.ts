// Pointing at the map: what a mouse, a finger or a pen does there.
import type { Point } from "../map/frame";

export interface Acts {
  pan(dx: number, dy: number): void;
  magnify(by: number, at: Point): void;
  choose(at: Point): void;
}

/** Drag to move, click to choose, wheel with the control key (or once the map has the focus) to come nearer. */
export function pointed(outer: HTMLDivElement, acts: Acts): () => void {
  let from: Point | null = null;
  let dragged = false;
  const at = (e: PointerEvent | WheelEvent): Point => {
    const room = outer.getBoundingClientRect();
    return [e.clientX - room.left, e.clientY - room.top];
  };
  const down = (e: PointerEvent): void => {
    if (e.button !== 0 || !e.isPrimary) return;
    [from, dragged] = [at(e), false];
    outer.setPointerCapture(e.pointerId);
  };
  const move = (e: PointerEvent): void => {
    if (!from) return;
    const here = at(e);
    if (!dragged && Math.hypot(here[0] - from[0], here[1] - from[1]) < 4) return;
    dragged = true;
    acts.pan(here[0] - from[0], here[1] - from[1]);
    from = here;
  };
  const up = (e: PointerEvent): void => {
    if (from && !dragged) acts.choose(at(e));
    from = null;
  };
  const left = (): void => void (from = null);
  const wheel = (e: WheelEvent): void => {
    if (!e.ctrlKey && !e.metaKey && document.activeElement !== outer) return;
    e.preventDefault();
    acts.magnify(Math.exp(-e.deltaY / 400), at(e));
  };
  outer.addEventListener("pointerdown", down);
  outer.addEventListener("pointermove", move);
  outer.addEventListener("pointerup", up);
  outer.addEventListener("pointercancel", left);
  outer.addEventListener("wheel", wheel, { passive: false });
  return () => {
    outer.removeEventListener("pointerdown", down);
    outer.removeEventListener("pointermove", move);
    outer.removeEventListener("pointerup", up);
    outer.removeEventListener("pointercancel", left);
    outer.removeEventListener("wheel", wheel);
  };
}
