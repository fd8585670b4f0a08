// Keeping the page true: the server tells when it has judged again, and the page asks by itself where it hears nothing.
import { batch, effect } from "@preact/signals";
import { read, Refusal, type Assessment, type Corridor, type Verdicts } from "./api/client";
import type { Feed } from "./map/things";
import { thingsOf } from "./map/things";
import { assessment, corridor, lostSince, stranger, things, trouble, verdicts } from "./state";
import { language } from "./words/say";

const EVERY_MS = 60_000; // asked again even where the stream is silent
const LOST_MS = 3_000;
const SLEPT_MS = 20_000; // a tick that comes so much late: the machine slept
const TICK_MS = 5_000;
const tags = new Map<string, string | null>();

/** Read a path where it has changed, and hand it on. */
async function fresh<T>(path: string, put: (body: T) => void): Promise<void> {
  const found = await read<T>(path, language.value, tags.get(path) ?? null);
  if (!found) return;
  tags.set(path, found.tag);
  put(found.body);
}

async function refresh(): Promise<number> {
  try {
    await fresh<Verdicts>("verdicts", (body) => (verdicts.value = body)); // first: the headline is what is read first
    batch(() => {
      trouble.value = "";
      stranger.value = false;
      lostSince.value = null;
    });
    await Promise.all([
      fresh<Assessment>("needs", (body) => (assessment.value = body)),
      fresh<Corridor>("corridor", (body) => (corridor.value = body)),
      fresh<Feed>("feeds/corridor.geojson", (body) => (things.value = thingsOf(body))),
    ]);
    return EVERY_MS;
  } catch (fault) {
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
  if (reading === mine) reading = null;
  clearTimeout(waiting);
  waiting = setTimeout(() => void keepReading(), next_ms);
  if (lostSince.value === null && !stranger.value) listen();
}

// ---- the server's own word

let stream: EventSource | null = null;

function listen(): void {
  if (stream && stream.readyState !== EventSource.CLOSED) return;
  stream = new EventSource("api/v1/events");
  stream.addEventListener("assessment", () => void keepReading());
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
