// From longitude and latitude to a place on the canvas and back: true to scale along the middle parallel of the corridor.
import { geoProjection, type GeoProjection, type GeoRawProjection } from "d3-geo";

export type Point = readonly [x: number, y: number];
const NEAREST = 60; // times the size that shows all
const WIDEST = 0.6;

/** Equirectangular along a parallel: as the report draws it. */
function along(parallel_deg: number): GeoRawProjection {
  const c = Math.cos((parallel_deg * Math.PI) / 180);
  const raw = (x: number, y: number): [number, number] => [x * c, y];
  return Object.assign(raw, { invert: (x: number, y: number): [number, number] => [x / c, y] });
}

export class Frame {
  readonly projection: GeoProjection;
  private readonly fit: { k: number; x: number; y: number };
  zoom = 1;
  x = 0; // how far it was moved, in pixels at zoom 1
  y = 0;

  constructor(
    box: readonly [west: number, south: number, east: number, north: number],
    readonly width: number,
    readonly height: number,
  ) {
    const [west, south, east, north] = box;
    const across = (east - west + 360) % 360 || 360;
    const lat = (south + north) / 2;
    const c = Math.cos((lat * Math.PI) / 180);
    const toRad = Math.PI / 180;
    const k = Math.min(width / (across * toRad * c), height / ((north - south) * toRad));
    this.projection = geoProjection(along(lat)).rotate([-(west + across / 2), 0]).precision(0.3);
    this.fit = { k, x: width / 2, y: height / 2 + k * lat * toRad };
    this.settle();
  }

  private settle(): void {
    const k = this.fit.k * this.zoom;
    const x = this.width / 2 + (this.fit.x - this.width / 2 + this.x) * this.zoom;
    const y = this.height / 2 + (this.fit.y - this.height / 2 + this.y) * this.zoom;
    this.projection.scale(k).translate([x, y]).clipExtent([[-20, -20], [this.width + 20, this.height + 20]]);
  }

  at(lon: number, lat: number): Point {
    return this.projection([lon, lat]) ?? [NaN, NaN];
  }

  place(x: number, y: number): { lat_deg: number; lon_deg: number } | null {
    const found = this.projection.invert?.([x, y]);
    if (!found || !(Math.abs(found[1]) <= 90)) return null;
    const lon = ((((found[0] + 180) % 360) + 360) % 360) - 180;
    return { lat_deg: Math.round(found[1] * 1000) / 1000, lon_deg: Math.round(lon * 1000) / 1000 };
  }

  shows([x, y]: Point, beyond = 0): boolean {
    return x >= -beyond && y >= -beyond && x <= this.width + beyond && y <= this.height + beyond;
  }

  /** Half of the world's width: two ends of a stroke so far apart lie on both sides of the seam. */
  get seam(): number {
    const [a, b] = [this.at(this.middle + 89.9, 0), this.at(this.middle - 89.9, 0)];
    return Math.abs(a[0] - b[0]);
  }

  private get middle(): number {
    return -(this.projection.rotate()[0] ?? 0);
  }

  pan(dx: number, dy: number): void {
    this.x += dx / this.zoom;
    this.y += dy / this.zoom;
    this.settle();
  }

  /** Nearer or wider about a point of the canvas. */
  magnify(by: number, [x, y]: Point = [this.width / 2, this.height / 2]): void {
    const zoom = Math.min(NEAREST, Math.max(WIDEST, this.zoom * by));
    this.x += (x - this.width / 2) * (1 / zoom - 1 / this.zoom);
    this.y += (y - this.height / 2) * (1 / zoom - 1 / this.zoom);
    this.zoom = zoom;
    this.settle();
  }

  /** Bring a place to the middle, no wider than this. */
  show(lon: number, lat: number, zoom: number): void {
    if (this.zoom < zoom) this.magnify(zoom / this.zoom);
    const [x, y] = this.at(lon, lat);
    this.pan(this.width / 2 - x, this.height / 2 - y);
  }

  whole(): void {
    this.zoom = 1;
    this.x = this.y = 0;
    this.settle();
  }
}
