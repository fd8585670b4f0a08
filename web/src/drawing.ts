// An outline drawn on the map, corner by corner: a footprint of what is lost, or a region to look at.
import { effect, signal } from "@preact/signals";
import { region, strikeArea, type Ring } from "./state";

export const drawing = signal<"footprint" | "region" | null>(null);
export const corners = signal<Ring>([]);
effect(() => {
  drawing.value; // another drawing, or none: begun anew
  corners.value = [];
});

export function draw(what: "footprint" | "region"): void {
  drawing.value = what;
  document.querySelector<HTMLElement>(".map .canvas")?.focus();
}

export function finish(): void {
  const drawn = corners.value;
  if (drawn.length < 3) return;
  if (drawing.value === "region") region.value = drawn;
  else strikeArea(drawn);
  drawing.value = null;
}
