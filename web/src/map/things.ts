// The corridor's fixed things, as the feed tells them: what can be seen on the map, found by name and struck.
export interface Reach {
  readonly name: string;
  readonly near_deg: number;
  readonly far_deg: number;
  readonly sides: string;
}
export type Role = "station" | "asset" | "cable" | "site" | "beam" | "need" | "group";
interface Told {
  readonly role: Role;
  readonly id?: string;
  readonly name: string;
  readonly kind?: string;
  readonly owner?: string;
  readonly owned_by?: string;
  readonly out?: string | null;
  readonly groups?: readonly string[];
  readonly strike?: string;
  readonly reaches?: readonly Reach[];
  readonly from?: string;
  readonly to?: string;
  readonly way?: string;
  readonly asset?: string;
}
export type Shape =
  | { readonly type: "Point"; readonly coordinates: [number, number] }
  | { readonly type: "LineString"; readonly coordinates: [number, number][] }
  | { readonly type: "MultiLineString"; readonly coordinates: [number, number][][] }
  | { readonly type: "Polygon"; readonly coordinates: [number, number][][] }
  | { readonly type: "MultiPolygon"; readonly coordinates: [number, number][][][] };
export interface Feed {
  readonly features: readonly { readonly geometry: Shape | null; readonly properties: Told }[];
}
/** One thing; `key` names it in the address: its role and its id. */
export interface Thing extends Told {
  readonly key: string;
  readonly shape: Shape | null;
}

export function thingsOf(feed: Feed): Thing[] {
  return feed.features.map((one) => {
    const id = one.properties.id ?? `${one.properties.asset} ${one.properties.name}`;
    return { ...one.properties, key: `${one.properties.role}:${id}`, shape: one.geometry };
  });
}

/** The parts of an outline, as rings of corners; a line is a part that is not closed. */
export function parts(shape: Shape): readonly (readonly [number, number][])[] {
  if (shape.type === "Point") return [];
  if (shape.type === "LineString") return [shape.coordinates];
  if (shape.type === "MultiPolygon") return shape.coordinates.flat();
  return shape.coordinates;
}

/** The middle of what an outline spans; of a point, itself. */
export function middle(shape: Shape): readonly [number, number] {
  if (shape.type === "Point") return shape.coordinates;
  const all = parts(shape).flat();
  const lons = all.map((one) => one[0]);
  const lats = all.map((one) => one[1]);
  return [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
}
