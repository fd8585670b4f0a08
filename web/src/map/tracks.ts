// Where satellites are: blocks of bytes from the server, three hours each, with a smooth curve through their points.
import { bytes } from "../api/client";

export const HOURS = 3;
const EVERY_MS = 2 * 3_600_000; // a block begins, so that half an hour stands before and behind what it is asked for
const BEFORE_MS = 1_800_000;
const STEP_S = 60;
const KEPT = 4; // blocks: 1 MB each for 400 satellites
const A_M = 6_378_137; // WGS 84, semi-major axis
const E2 = 6.694379990141e-3; // WGS 84, first eccentricity squared
const B_M = A_M * Math.sqrt(1 - E2);
export const MEAN_M = 6_371_008.8; // IUGG mean radius
const DEG = 180 / Math.PI;

export interface Block {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly start_ms: number;
  readonly step_ms: number;
  readonly count: number;
  readonly xyz: Float32Array; // satellite by satellite, `count` points each
}
export type Vector = [x: number, y: number, z: number];
export interface Position {
  lon: number;
  lat: number;
  height_m: number;
}

/** The block that some bytes hold (docs/serve.md, "Tracks"). */
export function blockOf(buffer: ArrayBuffer): Block {
  const view = new DataView(buffer);
  if (view.getUint32(0, false) !== 0x5352_544b) throw new Error("not tracks"); // SRTK
  const long = view.getUint32(4, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, long))) as {
    ids: string[];
    names: string[];
    start: string;
    step_s: number;
    count: number;
  };
  return {
    ids: head.ids,
    names: head.names,
    start_ms: Date.parse(head.start),
    step_ms: head.step_s * 1000,
    count: head.count,
    xyz: new Float32Array(buffer, 8 + long),
  };
}

const kept = new Map<string, Promise<Block>>();

/** The block about a moment, counted from the assessment's; read once, the last few kept. */
export function blockAt(start_ms: number, at_ms: number): Promise<Block> {
  const from = start_ms + Math.floor((at_ms - start_ms) / EVERY_MS) * EVERY_MS - BEFORE_MS;
  const start = new Date(from).toISOString();
  let found = kept.get(start);
  if (!found) {
    found = bytes(`tracks?start=${start}&hours=${HOURS}&step_s=${STEP_S}`).then(blockOf);
    found.catch(() => kept.delete(start));
    kept.set(start, found);
    for (const old of kept.keys()) if (kept.size > KEPT) kept.delete(old);
  }
  return found;
}

export function forgetTracks(): void {
  kept.clear();
}

/** Where a satellite of a block is at a moment, Earth-fixed metres: Catmull and Rom's curve through four points. */
export function positionAt(block: Block, which: number, at_ms: number, out: Vector): boolean {
  const t = (at_ms - block.start_ms) / block.step_ms;
  const k = Math.min(block.count - 2, Math.max(0, Math.floor(t)));
  const u = Math.min(1, Math.max(0, t - k));
  const base = which * block.count;
  const i1 = (base + k) * 3;
  const i0 = k > 0 ? i1 - 3 : -1;
  const i2 = i1 + 3;
  const i3 = k + 2 < block.count ? i2 + 3 : -1;
  for (let c = 0; c < 3; c++) {
    const p1 = block.xyz[i1 + c] ?? NaN;
    const p2 = block.xyz[i2 + c] ?? NaN;
    // beyond an end of the block the curve goes on as it bends there
    const p3 = i3 >= 0 ? (block.xyz[i3 + c] ?? NaN) : 3 * p2 - 3 * p1 + (block.xyz[i0 + c] ?? NaN);
    const p0 = i0 >= 0 ? (block.xyz[i0 + c] ?? NaN) : 3 * p1 - 3 * p2 + p3;
    out[c] = p1 + 0.5 * u * (p2 - p0 + u * (2 * p0 - 5 * p1 + 4 * p2 - p3 + u * (3 * (p1 - p2) + p3 - p0)));
  }
  return out[0] === out[0];
}

/** Longitude, latitude and height over WGS 84 (B. Bowring, Survey Review 23 (1976) 323). */
export function geodetic([x, y, z]: Vector, out: Position): Position {
  const p = Math.hypot(x, y);
  const theta = Math.atan2(z * A_M, p * B_M);
  const lat = Math.atan2(
    z + (E2 / (1 - E2)) * B_M * Math.sin(theta) ** 3,
    p - E2 * A_M * Math.cos(theta) ** 3,
  );
  out.lon = Math.atan2(y, x) * DEG;
  out.lat = lat * DEG;
  const n = A_M / Math.sqrt(1 - E2 * Math.sin(lat) ** 2);
  out.height_m = p * Math.cos(lat) + (z + E2 * n * Math.sin(lat)) * Math.sin(lat) - n;
  return out;
}

/** A place on the ellipsoid, Earth-fixed metres. */
export function onGround(lat_deg: number, lon_deg: number): Vector {
  const [lat, lon] = [lat_deg / DEG, lon_deg / DEG];
  const n = A_M / Math.sqrt(1 - E2 * Math.sin(lat) ** 2);
  return [
    n * Math.cos(lat) * Math.cos(lon),
    n * Math.cos(lat) * Math.sin(lon),
    n * (1 - E2) * Math.sin(lat),
  ];
}

/** Under which azimuth and elevation something is seen from a place; degrees, and its range in metres. */
export function seen(lat_deg: number, lon_deg: number, of: Vector): { azimuth: number; elevation: number; range_m: number } {
  const [lat, lon] = [lat_deg / DEG, lon_deg / DEG];
  const here = onGround(lat_deg, lon_deg);
  const [dx, dy, dz] = [of[0] - here[0], of[1] - here[1], of[2] - here[2]];
  const east = -Math.sin(lon) * dx + Math.cos(lon) * dy;
  const out = Math.cos(lon) * dx + Math.sin(lon) * dy;
  const north = -Math.sin(lat) * out + Math.cos(lat) * dz;
  const up = Math.cos(lat) * out + Math.sin(lat) * dz;
  const range_m = Math.hypot(dx, dy, dz);
  return {
    azimuth: (Math.atan2(east, north) * DEG + 360) % 360,
    elevation: Math.asin(up / range_m) * DEG,
    range_m,
  };
}
