// What the page knows: the corridor as last read, what is struck, what is selected. Struck and selected are the address.
import { batch, computed, effect, signal } from "@preact/signals";
import {
  read,
  Refusal,
  suppose,
  type Assessment,
  type Need,
  type Part,
  type State,
  type Verdicts,
} from "./api/client";
import { language, LANGUAGES, type Language } from "./words/say";

export const verdicts = signal<Verdicts | null>(null);
export const assessment = signal<Assessment | null>(null);
export const trouble = signal<string>("");
export const stranger = signal(false);
export const lostSince = signal<Date | null>(null);
export const struck = signal<readonly string[]>([]);
export const selected = signal<string | null>(null);
export const local = signal(false);

export interface Supposed {
  readonly asking: boolean;
  readonly refused: string;
  readonly states: Extract<Part, { stage: "states" }> | null;
  readonly verdicts: ReadonlyMap<string, Extract<Part, { stage: "verdict" }>>;
}
const NOTHING: Supposed = { asking: false, refused: "", states: null, verdicts: new Map() };
export const supposed = signal<Supposed>(NOTHING);

export const needs = computed<ReadonlyMap<string, Need>>(
  () => new Map((assessment.value?.needs ?? []).map((one) => [one.id, one])),
);

/** How a need stands now: after what is struck where that is known, else as assessed. */
export function stateOf(id: string, today: State): State {
  return supposed.value.states?.needs.find((one) => one.need === id)?.after ?? today;
}

// ---- the address

function fromAddress(): void {
  const said = new URLSearchParams(location.hash.slice(1));
  const asked = said.get("lang") ?? navigator.language.slice(0, 2);
  batch(() => {
    struck.value = said.getAll("without");
    selected.value = said.get("need");
    local.value = said.get("time") === "local";
    language.value = asked in LANGUAGES ? (asked as Language) : "en";
  });
}

function toAddress(): void {
  const said = new URLSearchParams();
  for (const name of struck.value) said.append("without", name);
  if (selected.value) said.set("need", selected.value);
  if (local.value) said.set("time", "local");
  said.set("lang", language.value);
  const hash = `#${said}`;
  if (hash !== location.hash) history.replaceState(null, "", hash);
}

// ---- reading, again and again

const EVERY_MS = 20_000;
const tags = new Map<string, string | null>();

async function refresh(): Promise<number> {
  try {
    const [short, whole] = await Promise.all([
      read<Verdicts>("verdicts", language.value, tags.get("verdicts") ?? null),
      read<Assessment>("needs", language.value, tags.get("needs") ?? null),
    ]);
    batch(() => {
      if (short) verdicts.value = short.body;
      if (whole) assessment.value = whole.body;
      trouble.value = "";
      stranger.value = false;
      lostSince.value = null;
    });
    if (short) tags.set("verdicts", short.tag);
    if (whole) tags.set("needs", whole.tag);
    return EVERY_MS;
  } catch (fault) {
    if (fault instanceof Refusal) {
      stranger.value = fault.status === 401;
      lostSince.value = null;
      trouble.value = fault.message;
      return (fault.again_s ?? 10) * 1000;
    }
    lostSince.value ??= new Date();
    return 3000;
  }
}

let waiting: ReturnType<typeof setTimeout> | undefined;

export async function keepReading(): Promise<void> {
  clearTimeout(waiting);
  const next_ms = await refresh();
  waiting = setTimeout(() => void keepReading(), next_ms);
}

// ---- what is struck

let asking: AbortController | null = null;

async function askWhatIf(losses: readonly string[]): Promise<void> {
  asking?.abort();
  if (!losses.length) {
    supposed.value = NOTHING;
    return;
  }
  const mine = (asking = new AbortController());
  supposed.value = { ...NOTHING, asking: true };
  const put = (more: Partial<Supposed>): void => {
    if (asking === mine) supposed.value = { ...supposed.value, ...more };
  };
  try {
    await suppose({ losses: [...losses], terms: [] }, language.value, mine.signal, (part) => {
      if (part.stage === "states") put({ states: part });
      if (part.stage === "verdict")
        put({ verdicts: new Map([...supposed.value.verdicts, [part.need, part]]) });
      if (part.stage === "failed" && part.detail) put({ refused: part.detail });
    });
    put({ asking: false });
  } catch (fault) {
    if (mine.signal.aborted) return;
    put({ asking: false, refused: fault instanceof Error ? fault.message : String(fault) });
  }
}

export function strike(name: string): void {
  const said = name.trim();
  if (said && !struck.value.includes(said)) struck.value = [...struck.value, said];
}

export function restore(name?: string): void {
  struck.value = name === undefined ? [] : struck.value.filter((one) => one !== name);
}

export function begin(): void {
  fromAddress();
  addEventListener("hashchange", fromAddress);
  addEventListener("online", () => void keepReading());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void keepReading();
  });
  effect(toAddress);
  effect(() => void askWhatIf(struck.value));
  effect(() => {
    language.value; // another language: every sentence is asked for again
    tags.clear();
    void keepReading();
  });
}
