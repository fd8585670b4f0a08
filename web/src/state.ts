// What the page knows: the corridor as last read, what is supposed, what is chosen. Nothing here asks the server.
import { batch, computed, signal } from "@preact/signals";
import type { Assessment, Corridor, Need, Part, SinglePoint, State, Verdicts } from "./api/client";
import type { Thing } from "./map/things";

export const VIEWS = ["now", "place", "resilience", "data"] as const;
export type View = (typeof VIEWS)[number];
export type Theme = "system" | "light" | "dark";
export type Ring = readonly (readonly [lon_deg: number, lat_deg: number])[];
export interface Spot {
  readonly lat_deg: number;
  readonly lon_deg: number;
}

export const verdicts = signal<Verdicts | null>(null);
export const assessment = signal<Assessment | null>(null);
export const corridor = signal<Corridor | null>(null);
export const things = signal<readonly Thing[]>([]);
export const events = signal<readonly SinglePoint[]>([]); // known outages, were they to happen now
export const trouble = signal<string>("");
export const stranger = signal(false);
export const lostSince = signal<Date | null>(null);

// ---- the address: what the reader has chosen
export const view = signal<View>("now");
export const struck = signal<readonly string[]>([]);
export const agreed = signal<readonly string[]>([]);
export const areas = signal<readonly Ring[]>([]);
export const selected = signal<string | null>(null);
export const chosen = signal<string | null>(null);
export const place = signal<Spot | null>(null);
export const region = signal<Ring | null>(null);
export const minutes = signal<number | null>(null); // after the moment of the assessment; null follows the clock
export const local = signal(false);
export const units = signal<"metric" | "nautical">("metric");
export const theme = signal<Theme>("system");

// ---- what is supposed
export interface Supposed {
  readonly asking: boolean;
  readonly refused: string;
  readonly states: Extract<Part, { stage: "states" }> | null;
  readonly verdicts: ReadonlyMap<string, Extract<Part, { stage: "verdict" }>>;
}
export const NOTHING: Supposed = { asking: false, refused: "", states: null, verdicts: new Map() };
export const supposed = signal<Supposed>(NOTHING);
export const supposing = computed(() => struck.value.length + agreed.value.length + areas.value.length > 0);
export const lost = computed<ReadonlySet<string>>(() => new Set(supposed.value.states?.lost ?? []));

export const needs = computed<ReadonlyMap<string, Need>>(
  () => new Map((assessment.value?.needs ?? []).map((one) => [one.id, one])),
);

/** How a need stands now: after what is struck where that is known, else as assessed. */
export function stateOf(id: string, today: State): State {
  return supposed.value.states?.needs.find((one) => one.need === id)?.after ?? today;
}

const PLAIN = ["not met", "unknown", "degraded", "met", "out of season"];

/** The worst first; of those alike, what the corridor puts first. */
export function worstFirst(a: { state: State; priority: number }, b: { state: State; priority: number }): number {
  return PLAIN.indexOf(a.state) - PLAIN.indexOf(b.state) || a.priority - b.priority;
}

// ---- acts, each of which can be undone
type Supposition = readonly [readonly string[], readonly string[], readonly Ring[]];
const before = signal<readonly Supposition[]>([]);
export const canUndo = computed(() => before.value.length > 0);

function act(change: () => void): void {
  const was: Supposition = [struck.value, agreed.value, areas.value];
  batch(() => {
    before.value = [...before.value.slice(-49), was];
    change();
  });
}

export function undo(): void {
  const was = before.value.at(-1);
  if (!was) return;
  batch(() => {
    before.value = before.value.slice(0, -1);
    [struck.value, agreed.value, areas.value] = was;
  });
}

export function strike(name: string): void {
  const said = name.trim();
  if (said && !struck.value.includes(said)) act(() => (struck.value = [...struck.value, said]));
}

export function restore(name: string): void {
  act(() => (struck.value = struck.value.filter((one) => one !== name)));
}

export function agree(term: string): void {
  if (term && !agreed.value.includes(term)) act(() => (agreed.value = [...agreed.value, term]));
}

export function withdraw(term: string): void {
  act(() => (agreed.value = agreed.value.filter((one) => one !== term)));
}

export function strikeArea(area: Ring): void {
  act(() => (areas.value = [...areas.value, area]));
}

export function restoreArea(area: Ring): void {
  act(() => (areas.value = areas.value.filter((one) => one !== area)));
}

export function restoreAll(): void {
  act(() => {
    struck.value = [];
    agreed.value = [];
    areas.value = [];
  });
}
