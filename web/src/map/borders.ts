// Borders, where an office wants some: those of a GeoJSON file of its own, which never leaves the page.
import { signal } from "@preact/signals";

export type Line = readonly (readonly [lon: number, lat: number])[];
export const borders = signal<readonly Line[]>([]);
const MOST_B = 20_000_000;
const MOST_POINTS = 400_000;

/** The lines and outlines in a GeoJSON, whatever stands around them; an error where it is none. */
export function bordersOf(text: string): Line[] {
  const found: Line[] = [];
  let points = 0;
  const walk = (of: unknown): void => {
    if (!Array.isArray(of)) return;
    const line = of.length > 1 && of.every((one) => Array.isArray(one) && one.length >= 2 && one.every(Number.isFinite));
    if (!line) return of.forEach(walk);
    points += of.length;
    if (points > MOST_POINTS) throw new Error(`more than ${MOST_POINTS} corners`);
    found.push(of.map((one: number[]) => [one[0] ?? NaN, one[1] ?? NaN] as const));
  };
  const shapes = (of: unknown): void => {
    if (typeof of !== "object" || of === null) return;
    const one = of as { features?: unknown[]; geometries?: unknown[]; geometry?: unknown; coordinates?: unknown };
    one.features?.forEach(shapes);
    one.geometries?.forEach(shapes);
    shapes(one.geometry);
    walk(one.coordinates);
  };
  shapes(JSON.parse(text));
  if (!found.length) throw new Error("no line in it");
  return found;
}

export async function readBorders(file: File): Promise<void> {
  if (file.size > MOST_B) throw new Error(`more than ${MOST_B / 1e6} MB`);
  borders.value = bordersOf(await file.text());
}
