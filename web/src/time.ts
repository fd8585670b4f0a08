// The moment that the map shows: the slider's, or the clock's while nobody has moved it.
import { computed, signal } from "@preact/signals";
import { minutes, verdicts } from "./state";

export const DAY_MIN = 1440;
const TICK_MS = 5_000;
const clock = signal(Date.now());
setInterval(() => (clock.value = Date.now()), TICK_MS);

/** The moment from which needs are judged, ms; NaN before it is known. */
export const begin_ms = computed(() => (verdicts.value ? Date.parse(verdicts.value.at) : NaN));
/** Whether the corridor is judged for about now; an exercise has another present. */
export const isNow = computed(() => clock.value >= begin_ms.value && clock.value < begin_ms.value + DAY_MIN * 60_000);
export const shown_ms = computed(() => {
  if (minutes.value !== null) return begin_ms.value + minutes.value * 60_000;
  return isNow.value ? clock.value : begin_ms.value;
});

/** The same to the minute: for what is written in words, which need not change each frame. */
export const minute_ms = computed(() => Math.floor(shown_ms.value / 60_000) * 60_000);

export const playing = signal(false);
export const FASTER = 300; // times: five minutes a second
let last = 0;

function frame(now: number): void {
  if (!playing.value) return;
  const passed = last ? Math.min(now - last, 250) : 0;
  last = now;
  const next = (shown_ms.peek() - begin_ms.peek()) / 60_000 + (passed / 60_000) * FASTER;
  minutes.value = next > DAY_MIN ? 0 : next;
  requestAnimationFrame(frame);
}

export function play(on: boolean): void {
  playing.value = on;
  last = 0;
  if (on) requestAnimationFrame(frame);
}

export function toNow(): void {
  play(false);
  minutes.value = null;
}
