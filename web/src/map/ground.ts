// What does not move: sea and land, the net of degrees, needs' areas in their states, cables, sites and stations.
import { geoGraticule, geoPath } from "d3-geo";
import type { State } from "../api/client";
import type { Colour, Colours } from "./colours";
import type { Line } from "./borders";
import type { Frame, Point } from "./frame";
import type { Land } from "./land";
import { Names, SIZE } from "./names";
import { middle, parts, type Thing } from "./things";

export interface GroundShown {
  readonly land: Land | null;
  readonly things: readonly Thing[];
  readonly states: ReadonlyMap<string, State>;
  readonly lost: ReadonlySet<string>;
  readonly used: ReadonlySet<string>; // what needs are served by: named
  readonly chosen: Thing | null;
  readonly layers: ReadonlySet<string>;
  readonly borders: readonly Line[];
}
const FILLS: Readonly<Record<State, Colour>> = {
  met: "met-fill",
  degraded: "degraded-fill",
  unknown: "unknown-fill",
  "not met": "not-met-fill",
  "out of season": "season-fill",
};
const WORST = ["not met", "unknown", "degraded", "met", "out of season"];

export function paintGround(ctx: CanvasRenderingContext2D, frame: Frame, colours: Colours, shown: GroundShown): Names {
  const path = geoPath(frame.projection, ctx);
  ctx.fillStyle = colours.sea;
  ctx.fillRect(0, 0, frame.width, frame.height);
  if (shown.land) {
    ctx.beginPath();
    path(shown.land);
    ctx.fillStyle = colours.land;
    ctx.fill("evenodd");
    ctx.strokeStyle = colours.coast;
    ctx.lineWidth = 0.6;
    ctx.stroke();
  }
  ctx.beginPath();
  const step = frame.zoom > 6 ? 2 : frame.zoom > 2.5 ? 5 : 10;
  path(geoGraticule().step([step, step])());
  ctx.strokeStyle = colours.grid;
  ctx.lineWidth = 0.5;
  ctx.stroke();
  const names = new Names();
  if (shown.borders.length) bordersOf(ctx, frame, colours, shown.borders);
  beams(ctx, frame, colours, shown);
  needsAreas(ctx, frame, colours, shown);
  if (shown.layers.has("cables")) cables(ctx, frame, colours, shown);
  if (shown.chosen) outline(ctx, frame, colours, shown.chosen);
  ctx.font = `${SIZE}px system-ui, sans-serif`;
  ctx.lineJoin = "round";
  if (shown.layers.has("stations")) stations(ctx, frame, colours, shown, names);
  tags(ctx, frame, colours, shown, names);
  return names;
}

/** Borders as the reader's own file has them. */
function bordersOf(ctx: CanvasRenderingContext2D, frame: Frame, colours: Colours, lines: readonly Line[]): void {
  const seam = frame.seam;
  ctx.beginPath();
  for (const line of lines) {
    let last = NaN;
    for (const [lon, lat] of line) {
      const [x, y] = frame.at(lon, lat);
      if (Math.abs(x - last) <= seam) ctx.lineTo(x, y);
      else ctx.moveTo(x, y);
      last = x;
    }
  }
  ctx.strokeStyle = colours.faint;
  ctx.lineWidth = 0.7;
  ctx.setLineDash([4, 2, 1, 2]);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Beams of the satellite chosen; of all, where the reader wants them. */
function beams(ctx: CanvasRenderingContext2D, frame: Frame, colours: Colours, shown: GroundShown): void {
  const of = shown.chosen?.role === "beam" ? shown.chosen.asset : shown.chosen?.id;
  for (const thing of shown.things) {
    if (thing.role !== "beam" || !(thing.asset === of || shown.layers.has("beams"))) continue;
    ctx.beginPath();
    trace(ctx, frame, thing);
    ctx.strokeStyle = ctx.fillStyle = colours.link;
    ctx.globalAlpha = thing.asset === of ? 0.12 : 0.03;
    ctx.fill("evenodd");
    ctx.globalAlpha = thing.asset === of ? 0.9 : 0.35;
    ctx.lineWidth = 1;
    ctx.setLineDash([8, 3]);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }
}

/** An outline in longitude and latitude is straight there: drawn corner by corner, never as part of a great circle. */
function trace(ctx: CanvasRenderingContext2D, frame: Frame, thing: Thing): void {
  if (!thing.shape) return;
  const seam = frame.seam;
  for (const part of parts(thing.shape)) {
    let last: Point | null = null;
    for (const [lon, lat] of part) {
      const point = frame.at(lon, lat);
      if (!last || Math.abs(point[0] - last[0]) > seam) ctx.moveTo(point[0], point[1]);
      else ctx.lineTo(point[0], point[1]);
      last = point;
    }
  }
}

function needsAreas(ctx: CanvasRenderingContext2D, frame: Frame, colours: Colours, shown: GroundShown): void {
  if (!shown.layers.has("needs")) return;
  for (const thing of shown.things) {
    if (thing.role !== "need" || !thing.shape) continue;
    const state = shown.states.get(thing.id ?? "") ?? "unknown";
    ctx.beginPath();
    trace(ctx, frame, thing);
    ctx.fillStyle = ctx.strokeStyle = colours[FILLS[state]];
    if (!thing.shape.type.includes("Line")) {
      ctx.globalAlpha = state === "met" || state === "out of season" ? 0.05 : 0.13;
      ctx.fill("evenodd");
    }
    ctx.globalAlpha = 0.75;
    ctx.lineWidth = state === "not met" ? 1.6 : 1;
    ctx.setLineDash(state === "unknown" ? [2, 3] : state === "degraded" ? [6, 3] : []);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }
}

function cables(ctx: CanvasRenderingContext2D, frame: Frame, colours: Colours, shown: GroundShown): void {
  for (const thing of shown.things) {
    if (thing.role !== "cable") continue;
    const gone = shown.lost.has(thing.id ?? "");
    ctx.beginPath();
    trace(ctx, frame, thing);
    ctx.strokeStyle = gone ? colours["not-met-fill"] : colours.cable;
    ctx.globalAlpha = thing.out && !gone ? 0.3 : 0.9;
    ctx.lineWidth = gone ? 1.8 : 1;
    ctx.setLineDash(gone ? [5, 3] : thing.out ? [2, 3] : []);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colours.cable;
  for (const thing of shown.things) {
    if (thing.role !== "site" || thing.shape?.type !== "Point") continue;
    const [x, y] = frame.at(...thing.shape.coordinates);
    ctx.fillRect(x - 1.2, y - 1.2, 2.4, 2.4);
  }
}

function outline(ctx: CanvasRenderingContext2D, frame: Frame, colours: Colours, thing: Thing): void {
  ctx.beginPath();
  trace(ctx, frame, thing);
  ctx.strokeStyle = colours.link;
  ctx.lineWidth = 3;
  ctx.stroke();
}

function stations(ctx: CanvasRenderingContext2D, frame: Frame, colours: Colours, shown: GroundShown, names: Names): void {
  const all = shown.things.filter((one) => one.role === "station" && one.shape?.type === "Point");
  const named: [Thing, Point][] = [];
  for (const thing of all) {
    if (thing.shape?.type !== "Point") continue;
    const point = frame.at(...thing.shape.coordinates);
    if (!frame.shows(point, 10)) continue;
    const [x, y] = point;
    const gone = shown.lost.has(thing.id ?? "");
    names.take([x - 4, y - 5, 8, 9]);
    ctx.beginPath();
    ctx.moveTo(x, y - 4.5);
    ctx.lineTo(x + 4.2, y + 3.2);
    ctx.lineTo(x - 4.2, y + 3.2);
    ctx.closePath();
    ctx.fillStyle = gone ? colours["not-met-fill"] : thing.out ? colours.faint : colours.ink;
    ctx.strokeStyle = colours.sheet;
    ctx.lineWidth = 1;
    ctx.fill();
    ctx.stroke();
    if (gone) cross(ctx, x, y, colours["not-met-fill"]);
    const used = shown.used.has(thing.id ?? "");
    if (gone || used || thing === shown.chosen || frame.zoom > 4) named.push([thing, point]);
  }
  const first = (one: Thing): number => (shown.lost.has(one.id ?? "") || one === shown.chosen ? 0 : 1);
  named.sort((a, b) => first(a[0]) - first(b[0]));
  ctx.lineWidth = 3;
  ctx.strokeStyle = colours.land;
  for (const [thing, point] of named) {
    ctx.fillStyle = shown.lost.has(thing.id ?? "") ? colours["not-met"] : colours.ink;
    names.write(ctx, thing.name, point, 7);
  }
}

export function cross(ctx: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  ctx.beginPath();
  ctx.moveTo(x - 7, y - 7);
  ctx.lineTo(x + 7, y + 7);
  ctx.moveTo(x + 7, y - 7);
  ctx.lineTo(x - 7, y + 7);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.stroke();
}

/** The shape of a state, as the lists have it. */
function mark(ctx: CanvasRenderingContext2D, state: State, x: number, y: number, r: number): void {
  ctx.beginPath();
  if (state === "met") ctx.arc(x, y, r, 0, 7);
  else if (state === "not met") ctx.rect(x - r, y - r, 2 * r, 2 * r);
  else if (state === "degraded") ctx.moveTo(x, y - r), ctx.lineTo(x + r, y + r), ctx.lineTo(x - r, y + r);
  else if (state === "unknown") ctx.moveTo(x, y - r), ctx.lineTo(x + r, y), ctx.lineTo(x, y + r), ctx.lineTo(x - r, y);
  else ctx.rect(x - r, y - 1, 2 * r, 2);
  ctx.closePath();
  ctx.fill();
}

function tags(ctx: CanvasRenderingContext2D, frame: Frame, colours: Colours, shown: GroundShown, names: Names): void {
  if (!shown.layers.has("needs")) return;
  const all = shown.things
    .filter((one) => one.role === "need" && one.shape)
    .map((one) => ({ one, state: shown.states.get(one.id ?? "") ?? ("unknown" as State) }))
    .sort((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state));
  ctx.font = `600 ${SIZE}px system-ui, sans-serif`;
  for (const { one, state } of all) {
    if (!one.shape) continue;
    const [x0, y0] = frame.at(...middle(one.shape));
    const w = ctx.measureText(one.id ?? "").width + 16;
    const spots: Point[] = [[0, 0], [0, 17], [0, -17], [w, 0], [-w, 0], [w, 17], [-w, -17], [0, 34], [0, -34]];
    for (const [dx, dy] of spots) {
      const [x, y] = [x0 + dx - w / 2, y0 + dy - 7];
      if (!names.free([x, y, w, 15])) continue;
      names.take([x, y, w, 15]);
      ctx.fillStyle = colours.sheet;
      ctx.globalAlpha = 0.85;
      ctx.beginPath();
      ctx.roundRect(x, y, w, 15, 4);
      ctx.fill();
      ctx.globalAlpha = 1;
      ctx.fillStyle = colours[FILLS[state]];
      mark(ctx, state, x + 7, y + 7.5, 4);
      ctx.fillStyle = colours.ink;
      ctx.fillText(one.id ?? "", x + 14, y + 11.5);
      break;
    }
  }
  ctx.font = `${SIZE}px system-ui, sans-serif`;
}
