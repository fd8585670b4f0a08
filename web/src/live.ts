// Keeping the page true: the server tells when it has judged again, and the page asks by itself where it hears nothing.
import { batch, effect } from "@preact/signals";
import { read, Refusal, there, type Assessment, type Corridor, type Verdicts } from "./api/client";
import type { Feed } from "./map/things";
import { thingsOf } from "./map/things";
import { assessment, corridor, lostSince, stranger, things, trouble, verdicts } from "./state";
import { language } from "./words/say";

const EVERY_MS = 60_000; // asked again even where the stream is silent
const LOST_MS = 3_000;
const PATIENCE_MS = 30_000; // of what the page reads by itself; 8 s once the link was lost
const SILENT_MS = 15_000; // without a word from the server: is it there at all?
const SLEPT_MS = 20_000; // a tick that comes so much late: the machine slept
const TICK_MS = 5_000;
const THERE_MS = 8_000;
const tags = new Map<string, string | null>();

let turn = 0; // of reading: what an earlier one brings, or fails at, is no longer told

/** Read a path where it has changed, and hand it on. */
async function fresh<T>(mine: number, path: string, put: (body: T) => void): Promise<void> {
  const found = await read<T>(path, language.value, tags.get(path) ?? null, undefined, lostSince.peek() ? THERE_MS : PATIENCE_MS);
  heard = Date.now();
  if (!found || mine !== turn) return;
  tags.set(path, found.tag);
  put(found.body);
}

async function refresh(): Promise<number> {
  const mine = ++turn;
  try {
    await fresh<Verdicts>(mine, "verdicts", (body) => (verdicts.value = body)); // first: the headline is what is read first
    if (mine !== turn) return EVERY_MS;
    batch(() => {
      trouble.value = "";
      stranger.value = false;
      lostSince.value = null;
    });
    await Promise.all([
      fresh<Assessment>(mine, "needs", (body) => (assessment.value = body)),
      fresh<Corridor>(mine, "corridor", (body) => (corridor.value = body)),
      fresh<Feed>(mine, "feeds/corridor.geojson", (body) => (things.value = thingsOf(body))),
    ]);
    return EVERY_MS;
  } catch (fault) {
    if (mine !== turn) return EVERY_MS;
    if (fault instanceof Refusal) {
      stranger.value = fault.status === 401;
      lostSince.value = null;
      trouble.value = fault.message;
      return (fault.again_s ?? 10) * 1000;
    }
    lostSince.value ??= new Date();
    return LOST_MS;
  }
}

let waiting: ReturnType<typeof setTimeout> | undefined;
let reading: Promise<number> | null = null;

export async function keepReading(): Promise<void> {
  clearTimeout(waiting);
  const mine = (reading ??= refresh());
  const next_ms = await mine;
  if (reading !== null && reading !== mine) return; // another has begun since
  reading = null;
  clearTimeout(waiting);
  waiting = setTimeout(() => void keepReading(), next_ms);
  if (lostSince.value === null && !stranger.value) listen();
}

// ---- the server's own word

let stream: EventSource | null = null;
let heard = Date.now(); // when the server last said anything
let probing = false;

/**
 * A server that was cut off (its process killed on another machine, a link that a router forgot, a laptop on another net)
 * ends no stream: it only says nothing more. So silence is asked about, by the cheapest question.
 */
async function probe(): Promise<void> {
  if (probing || stranger.peek() || Date.now() - heard < SILENT_MS) return;
  probing = true;
  try {
    await there(THERE_MS);
    heard = Date.now();
  } catch {
    lostSince.value ??= new Date(heard);
    reading = null; // whatever waits on the old link waits in vain
    begunAgain();
  } finally {
    probing = false;
  }
}

function listen(): void {
  if (stream && stream.readyState !== EventSource.CLOSED) return;
  stream = new EventSource("api/v1/events");
  stream.onopen = () => void (heard = Date.now());
  stream.addEventListener("assessment", () => ((heard = Date.now()), void keepReading()));
  stream.onerror = () => setTimeout(() => void keepReading(), 500); // is the link lost, or did the stream only end?
}

function begunAgain(): void {
  stream?.close();
  stream = null;
  void keepReading();
}

/** Read for as long as the page is open: after sleep, after a lost link, in another language. */
export function keepLive(): void {
  let last = Date.now();
  setInterval(() => {
    const now = Date.now();
    if (now - last > SLEPT_MS) begunAgain();
    else if (lostSince.peek() === null) void probe();
    last = now;
  }, TICK_MS);
  addEventListener("online", begunAgain);
  addEventListener("pageshow", (e) => e.persisted && begunAgain());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void keepReading();
  });
  effect(() => {
    language.value; // another language: every sentence is asked for again
    tags.clear();
    reading = null;
    void keepReading();
  });
}
