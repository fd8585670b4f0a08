// The coastlines, kept once on the host: rings as whole numbers, each after the one before (docs of the report's land.json).
import { geoArea } from "d3-geo";

export interface Land {
  readonly type: "MultiPolygon";
  readonly coordinates: [number, number][][][];
}

interface Kept {
  readonly unit_deg: number;
  readonly rings: readonly (readonly number[])[];
}

/** d3 takes what lies to the right of a ring for its inside: a ring that would hold most of the world is turned. */
function wound(ring: [number, number][]): [number, number][] {
  return geoArea({ type: "Polygon", coordinates: [ring] }) > 2 * Math.PI ? ring.toReversed() : ring;
}

export function landOf(kept: Kept): Land {
  const coordinates = kept.rings.map((steps) => {
    let x = 0;
    let y = 0;
    const ring: [number, number][] = [];
    for (let k = 0; k + 1 < steps.length; k += 2) {
      x += steps[k] ?? 0;
      y += steps[k + 1] ?? 0;
      ring.push([x * kept.unit_deg, y * kept.unit_deg]);
    }
    const first = ring[0];
    if (first) ring.push(first);
    return [wound(ring)];
  });
  return { type: "MultiPolygon", coordinates };
}

export async function readLand(): Promise<Land> {
  const answer = await fetch("land.json");
  return landOf((await answer.json()) as Kept);
}
