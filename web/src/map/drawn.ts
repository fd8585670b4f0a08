// What the reader put on the map: outlines drawn, the region asked about, the place looked at.
import type { Ring, Spot } from "../state";
import type { Colours } from "./colours";
import type { Frame } from "./frame";

export interface Drawn {
  readonly corners: Ring;
  readonly areas: readonly Ring[];
  readonly region: Ring | null;
  readonly place: Spot | null;
}

export function paintDrawn(ctx: CanvasRenderingContext2D, frame: Frame, colours: Colours, drawn: Drawn): void {
  for (const one of drawn.areas) outlined(ctx, frame, one, colours["not-met-fill"], true);
  if (drawn.region) outlined(ctx, frame, drawn.region, colours.link, true);
  if (drawn.corners.length) outlined(ctx, frame, drawn.corners, colours.link, false);
  if (!drawn.place) return;
  const [x, y] = frame.at(drawn.place.lon_deg, drawn.place.lat_deg);
  ctx.strokeStyle = colours.sheet;
  for (const width of [5, 2]) {
    ctx.beginPath();
    ctx.arc(x, y, 6, 0, 7);
    ctx.moveTo(x, y - 11);
    ctx.lineTo(x, y - 6);
    ctx.moveTo(x, y + 6);
    ctx.lineTo(x, y + 11);
    ctx.moveTo(x - 11, y);
    ctx.lineTo(x - 6, y);
    ctx.moveTo(x + 6, y);
    ctx.lineTo(x + 11, y);
    ctx.lineWidth = width;
    ctx.stroke();
    ctx.strokeStyle = colours.link;
  }
}

function outlined(ctx: CanvasRenderingContext2D, frame: Frame, ring: Ring, colour: string, closed: boolean): void {
  ctx.beginPath();
  for (const [lon, lat] of ring) ctx.lineTo(...frame.at(lon, lat));
  if (closed) ctx.closePath();
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = 2;
  ctx.stroke();
  ctx.globalAlpha = 0.15;
  ctx.fill();
  ctx.globalAlpha = 1;
  if (!closed)
    for (const [lon, lat] of ring) {
      const [x, y] = frame.at(lon, lat);
      ctx.fillRect(x - 3, y - 3, 6, 6);
    }
}
