// What moves: satellites where they are at the slider's moment, the stretch behind them, what the chosen one sees.
import { geoCircle, geoPath } from "d3-geo";
import type { Colours } from "./colours";
import type { Frame, Point } from "./frame";
import { cross } from "./ground";
import type { Names } from "./names";
import type { Reach, Thing } from "./things";
import { geodetic, MEAN_M, positionAt, type Block, type Position, type Vector } from "./tracks";

const LOW_M = 2_500_000; // below: those that pass over; above, those that hang or go slowly
const BEHIND_MIN = 10; // of the track behind each
const ABOUT_MIN = 30; // of the chosen one's track, behind and ahead
const DEG = 180 / Math.PI;

export interface Sat {
  readonly id: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly at: Position;
}

export interface SkyShown {
  readonly at_ms: number;
  readonly layers: ReadonlySet<string>;
  readonly lost: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
  readonly chosen: Thing | null;
}

const vector: Vector = [0, 0, 0];

/** Every satellite on the canvas at a moment. */
export function satellites(block: Block, frame: Frame, at_ms: number): Sat[] {
  const found: Sat[] = [];
  for (let k = 0; k < block.ids.length; k++) {
    if (!positionAt(block, k, at_ms, vector)) continue;
    const at = geodetic(vector, { lon: 0, lat: 0, height_m: 0 });
    const point = frame.at(at.lon, at.lat);
    if (frame.shows(point, 200)) found.push({ id: block.ids[k] ?? "", name: block.names[k] ?? "", x: point[0], y: point[1], at });
  }
  return found;
}

export function paintSky(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  colours: Colours,
  block: Block,
  shown: SkyShown,
  names: Names,
): Sat[] {
  ctx.clearRect(0, 0, frame.width, frame.height);
  if (shown.chosen?.role === "asset") chosenOne(ctx, frame, colours, block, shown, shown.chosen);
  if (!shown.layers.has("satellites")) return [];
  const all = satellites(block, frame, shown.at_ms);
  if (shown.layers.has("tracks")) trails(ctx, frame, colours, block, shown.at_ms);
  const lost = all.filter((one) => shown.lost.has(one.id));
  const there = lost.length ? all.filter((one) => !shown.lost.has(one.id)) : all;
  dots(ctx, there.filter((one) => one.at.height_m >= LOW_M), 1.8, colours.trail);
  dots(ctx, there.filter((one) => one.at.height_m < LOW_M), 2.6, colours.sky);
  dots(ctx, lost, 2.6, colours["not-met-fill"]);
  for (const one of lost) cross(ctx, one.x, one.y, colours["not-met-fill"]);
  ctx.lineWidth = 3;
  ctx.strokeStyle = colours.land;
  const wanted = shown.layers.has("names");
  const first = all.find((one) => one.id === shown.chosen?.id);
  if (first) {
    ctx.fillStyle = colours.link;
    names.write(ctx, first.name, [first.x, first.y]);
  }
  ctx.fillStyle = colours.soft;
  for (const one of all)
    if (one !== first && (wanted || shown.lost.has(one.id) || (frame.zoom > 3 && shown.used.has(one.id))))
      names.write(ctx, one.name, [one.x, one.y]);
  return all;
}

/** Alike dots in one path: thousands cost what one does, but for their pixels. */
function dots(ctx: CanvasRenderingContext2D, all: readonly Sat[], r: number, colour: string): void {
  ctx.beginPath();
  for (const { x, y } of all) {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, 7);
  }
  ctx.fillStyle = colour;
  ctx.fill();
}

/** The way of one satellite between two moments, in steps of half a minute. */
function line(ctx: CanvasRenderingContext2D, frame: Frame, block: Block, which: number, from_ms: number, to_ms: number): void {
  const seam = frame.seam;
  let last: Point | null = null;
  const place: Position = { lon: 0, lat: 0, height_m: 0 };
  const step = 30_000;
  for (let t = from_ms; t <= to_ms + 1; t += step) {
    if (!positionAt(block, which, Math.min(t, to_ms), vector)) return;
    geodetic(vector, place);
    const point = frame.at(place.lon, place.lat);
    if (!last || Math.abs(point[0] - last[0]) > seam) ctx.moveTo(point[0], point[1]);
    else ctx.lineTo(point[0], point[1]);
    last = point;
  }
}

interface Traced {
  readonly block: Block;
  readonly key: string;
  readonly xy: Float32Array;
}
let traced: Traced | null = null; // the block's points on the canvas, until the map moves

function onCanvas(frame: Frame, block: Block): Float32Array {
  const key = [frame.width, frame.height, frame.zoom, frame.x, frame.y].join();
  if (traced && traced.block === block && traced.key === key) return traced.xy;
  const xy = new Float32Array(block.ids.length * block.count * 2);
  const place: Position = { lon: 0, lat: 0, height_m: 0 };
  for (let k = 0; k < block.ids.length * block.count; k++) {
    vector[0] = block.xyz[3 * k] ?? NaN;
    vector[1] = block.xyz[3 * k + 1] ?? NaN;
    vector[2] = block.xyz[3 * k + 2] ?? NaN;
    geodetic(vector, place);
    const point = place.height_m < LOW_M ? frame.at(place.lon, place.lat) : [NaN, NaN];
    xy[2 * k] = point[0] ?? NaN;
    xy[2 * k + 1] = point[1] ?? NaN;
  }
  traced = { block, key, xy };
  return xy;
}

function trails(ctx: CanvasRenderingContext2D, frame: Frame, colours: Colours, block: Block, at_ms: number): void {
  const xy = onCanvas(frame, block);
  const seam = frame.seam;
  const now = (at_ms - block.start_ms) / block.step_ms;
  const to = Math.min(block.count - 1, Math.floor(now));
  const from = Math.max(0, Math.ceil(now - (BEHIND_MIN * 60_000) / block.step_ms));
  ctx.beginPath();
  const place: Position = { lon: 0, lat: 0, height_m: 0 };
  for (let which = 0; which < block.ids.length; which++) {
    let last = NaN;
    for (let k = from; k <= to; k++) {
      const i = 2 * (which * block.count + k);
      const x = xy[i] ?? NaN;
      const y = xy[i + 1] ?? NaN;
      if (x !== x) break;
      if (Math.abs(x - last) <= seam) ctx.lineTo(x, y);
      else ctx.moveTo(x, y);
      last = x;
    }
    if (last === last && positionAt(block, which, at_ms, vector)) {
      geodetic(vector, place);
      const [x, y] = frame.at(place.lon, place.lat);
      if (Math.abs(x - last) <= seam) ctx.lineTo(x, y);
    }
  }
  ctx.strokeStyle = colours.trail;
  ctx.globalAlpha = 0.45;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.globalAlpha = 1;
}

function chosenOne(ctx: CanvasRenderingContext2D, frame: Frame, colours: Colours, block: Block, shown: SkyShown, thing: Thing): void {
  const which = block.ids.indexOf(thing.id ?? "");
  if (which < 0 || !positionAt(block, which, shown.at_ms, vector)) return;
  const at = geodetic(vector, { lon: 0, lat: 0, height_m: 0 });
  ctx.beginPath(); // all bands in one: where they overlap nothing is darker
  for (const reach of thing.reaches ?? []) swath(ctx, frame, block, which, shown.at_ms, reach);
  ctx.globalAlpha = 0.2;
  ctx.fillStyle = colours.link;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.beginPath();
  line(ctx, frame, block, which, shown.at_ms - ABOUT_MIN * 60_000, shown.at_ms + ABOUT_MIN * 60_000);
  ctx.strokeStyle = colours.link;
  ctx.lineWidth = 1.5;
  ctx.stroke();
  // what sees it at all: to the horizon of a sphere
  const radius = Math.acos(MEAN_M / (MEAN_M + at.height_m)) * DEG;
  ctx.beginPath();
  geoPath(frame.projection, ctx)(geoCircle().center([at.lon, at.lat]).radius(radius).precision(3)());
  ctx.globalAlpha = 0.08;
  ctx.fillStyle = colours.link;
  ctx.fill();
  ctx.globalAlpha = 0.9;
  ctx.lineWidth = 1;
  ctx.setLineDash([4, 3]);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  ctx.beginPath();
  const [x, y] = frame.at(at.lon, at.lat);
  ctx.arc(x, y, 6, 0, 7);
  ctx.strokeStyle = colours.link;
  ctx.lineWidth = 2;
  ctx.stroke();
}

/** The bands to the sides of a track that a sensor reaches, as the server says how far; ten minutes about now. */
function swath(ctx: CanvasRenderingContext2D, frame: Frame, block: Block, which: number, at_ms: number, reach: Reach): void {
  const sides = reach.sides === "left" ? [1] : reach.sides === "right" ? [-1] : [1, -1];
  const seam = frame.seam;
  for (const side of sides) {
    let last: readonly [Point, Point] | null = null;
    for (let t = at_ms - 600_000; t <= at_ms + 600_000; t += 30_000) {
      const here: Vector = [0, 0, 0];
      const next: Vector = [0, 0, 0];
      if (!positionAt(block, which, t, here) || !positionAt(block, which, t + 5_000, next)) break;
      const up = unit(here);
      const along = unit([next[0] - here[0], next[1] - here[1], next[2] - here[2]]);
      const left = unit(crossed(up, along));
      const edge = (angle: number): Point => {
        const [c, s] = [Math.cos(angle / DEG), side * Math.sin(angle / DEG)];
        const place = geodetic(
          [MEAN_M * (up[0] * c + left[0] * s), MEAN_M * (up[1] * c + left[1] * s), MEAN_M * (up[2] * c + left[2] * s)],
          { lon: 0, lat: 0, height_m: 0 },
        );
        return frame.at(place.lon, place.lat);
      };
      const now = [edge(reach.near_deg), edge(reach.far_deg)] as const;
      if (last && Math.abs(now[0][0] - last[0][0]) < seam && Math.abs(now[1][0] - last[1][0]) < seam) {
        const corners = side > 0 ? [last[0], last[1], now[1], now[0]] : [now[0], now[1], last[1], last[0]];
        corners.forEach(([x, y], k) => (k ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
        ctx.closePath();
      }
      last = now;
    }
  }
}

function unit([x, y, z]: Vector): Vector {
  const r = Math.hypot(x, y, z);
  return [x / r, y / r, z / r];
}

function crossed(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
