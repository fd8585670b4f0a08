// What stands under a point of the canvas: the nearest of what moves and stands, else a cable, else nothing.
import type { Frame, Point } from "./frame";
import type { Sat } from "./sky";
import { middle, parts, type Thing } from "./things";

const NEAR_PX = 12;
const BESIDE_PX = 5;

export function hit(frame: Frame, things: readonly Thing[], sats: readonly Sat[], layers: ReadonlySet<string>, [x, y]: Point): Thing | null {
  let best: Thing | null = null;
  let least = NEAR_PX;
  const nearer = (thing: Thing | undefined, px: number, py: number, more = 0): void => {
    const far = Math.hypot(px - x, py - y) + more;
    if (thing && far < least) [best, least] = [thing, far];
  };
  const byId = new Map(things.filter((one) => one.role === "asset").map((one) => [one.id, one]));
  for (const one of sats) nearer(byId.get(one.id), one.x, one.y, 2);
  for (const one of things) {
    if (one.shape?.type !== "Point") continue;
    if (one.role === "station" && layers.has("stations")) nearer(one, ...frame.at(...one.shape.coordinates));
    if (one.role === "site" && layers.has("cables")) nearer(one, ...frame.at(...one.shape.coordinates), 6);
  }
  if (layers.has("needs"))
    for (const one of things)
      if (one.role === "need" && one.shape) nearer(one, ...frame.at(...middle(one.shape)), 1);
  if (best || !layers.has("cables")) return best;
  least = BESIDE_PX;
  for (const one of things) {
    if (one.role !== "cable" || !one.shape) continue;
    for (const part of parts(one.shape)) {
      for (let k = 1; k < part.length; k++) {
        const a = frame.at(...(part[k - 1] as [number, number]));
        const b = frame.at(...(part[k] as [number, number]));
        const far = beside([x, y], a, b);
        if (far < least) [best, least] = [one, far];
      }
    }
  }
  return best;
}

function beside([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + t * dx - x, ay + t * dy - y);
}

/** The needs whose area a place lies in, by the even number of edges that a line to the east crosses. */
export function needsAt(things: readonly Thing[], lon: number, lat: number): Thing[] {
  return things.filter((one) => {
    if (one.role !== "need" || !one.shape || one.shape.type.includes("Line")) return false;
    let inside = false;
    for (const ring of parts(one.shape))
      for (let k = 1; k < ring.length; k++) {
        const [ax, ay] = ring[k - 1] as [number, number];
        const [bx, by] = ring[k] as [number, number];
        if (ay > lat !== by > lat && lon < ax + ((lat - ay) / (by - ay)) * (bx - ax)) inside = !inside;
      }
    return inside;
  });
}
