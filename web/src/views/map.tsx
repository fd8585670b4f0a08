import { computed, effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { State } from "../api/client";
import { coloursOf, type Colours } from "../map/colours";
import { Frame, type Point } from "../map/frame";
import { paintDrawn } from "../map/drawn";
import { paintGround } from "../map/ground";
import { borders } from "../map/borders";
import { hit } from "../map/hit";
import { readLand, type Land } from "../map/land";
import { Names } from "../map/names";
import { layers } from "../map/layers";
import { paintSky, type Sat } from "../map/sky";
import { middle, type Thing } from "../map/things";
import { blockAt, type Block } from "../map/tracks";
import { areas, chosen, corridor, lost, needs, place, region, stateOf, theme, things, verdicts, view } from "../state";
import { corners, drawing, finish } from "../drawing";
import { begin_ms, minute_ms, shown_ms } from "../time";
import { say } from "../words/say";
import { Layers } from "./layers";
import { Legend } from "./legend";
import { pointed } from "./pointing";
import { Slider } from "./slider";

const land = signal<Land | null>(null);
const block = signal<Block | null>(null);
const size = signal<Point>([0, 0]);
const moved = signal(0); // counts changes of the frame
const dark = signal(0);

export const chosenThing = computed<Thing | null>(() => things.value.find((one) => one.key === chosen.value) ?? null);
const states = computed<ReadonlyMap<string, State>>(
  () => new Map((verdicts.value?.verdicts ?? []).map((one) => [one.need, worse(stateOf(one.need, one.verdict), one.verdict)])),
);
const used = computed<ReadonlySet<string>>(
  () => new Set([...needs.value.values()].flatMap((one) => [...one.path, ...one.hangs_on])),
);
const box = computed<readonly [number, number, number, number]>(
  () => (corridor.value?.map as [number, number, number, number] | undefined) ?? [-20, -35, 150, 71],
);

function worse(a: State, b: State): State {
  const order: State[] = ["out of season", "met", "degraded", "unknown", "not met"];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

let frame: Frame | null = null;
let sats: readonly Sat[] = [];
const change = (): void => void moved.value++;

/** Bring a thing or a place into view, near enough to tell it apart. */
export function showOnMap(lon: number, lat: number, zoom = 3): void {
  frame?.show(lon, lat, zoom);
  change();
}

export function MapView() {
  const outer = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  useEffect(() => mounted(outer.current, below.current, above.current), []);
  const told = verdicts.value ? say("map.about", { needs: states.value.size, at: new Date(minute_ms.value).toISOString().slice(0, 16) + "Z" }) : "";
  return (
    <section class="map" aria-labelledby="map-heading">
      <h2 id="map-heading" class="hidden">
        {say("map.heading")}
      </h2>
      <div
        ref={outer}
        class={`canvas ${drawing.value ? "drawing" : ""}`}
        tabIndex={0}
        role="application"
        aria-label={`${say("map.heading")}. ${told} ${say("map.keys")}`}
        onKeyDown={keyed}
      >
        <canvas ref={below} aria-hidden="true" />
        <canvas ref={above} aria-hidden="true" />
        <span class="cross-hair" aria-hidden="true" />
        <p class="source">{say("map.source")}</p>
      </div>
      <div class="map-tools">
        <button type="button" aria-label={say("map.nearer")} onClick={() => (frame?.magnify(1.6), change())}>+</button>
        <button type="button" aria-label={say("map.wider")} onClick={() => (frame?.magnify(1 / 1.6), change())}>−</button>
        <button type="button" onClick={() => (frame?.whole(), change())}>{say("map.whole")}</button>
      </div>
      {drawing.value && (
        <p class="notice draw" role="status">
          {say(drawing.value === "region" ? "map.draw_region" : "map.draw_loss", { n: corners.value.length })}
          <button type="button" disabled={corners.value.length < 3} onClick={finish}>{say("map.done")}</button>
          <button type="button" onClick={() => (drawing.value = null)}>{say("map.cancel")}</button>
        </p>
      )}
      <Slider />
      <Legend />
      <Layers />
    </section>
  );
}

/** What is chosen where somebody points or presses Enter. */
function choose(at: Point): void {
  if (!frame) return;
  const spot = frame.place(...at);
  if (drawing.value) {
    if (spot) corners.value = [...corners.value, [spot.lon_deg, spot.lat_deg]];
    return;
  }
  const found = hit(frame, things.value, sats, layers.value, at);
  chosen.value = found?.key ?? null;
  if (!found) place.value = spot;
}

const STEP_PX = 40;
const NEAR = 4; // times: a place that a link leads to is shown among its neighbours
function keyed(e: KeyboardEvent): void {
  if (!frame || e.altKey || e.ctrlKey || e.metaKey) return;
  const moves: Record<string, Point> = {
    ArrowLeft: [STEP_PX, 0], ArrowRight: [-STEP_PX, 0], ArrowUp: [0, STEP_PX], ArrowDown: [0, -STEP_PX],
  };
  const by = moves[e.key];
  if (by) frame.pan(...by);
  else if (e.key === "+" || e.key === "=") frame.magnify(1.4);
  else if (e.key === "-") frame.magnify(1 / 1.4);
  else if (e.key === "0") frame.whole();
  else if (e.key === "Enter") choose([frame.width / 2, frame.height / 2]);
  else if (e.key === "Backspace" && drawing.value) corners.value = corners.value.slice(0, -1);
  else if (e.key === "Escape" && (drawing.value || chosen.value)) drawing.value ? (drawing.value = null) : (chosen.value = null);
  else return;
  e.preventDefault();
  change();
}

function mounted(outer: HTMLDivElement | null, below: HTMLCanvasElement | null, above: HTMLCanvasElement | null): (() => void) | undefined {
  const [ground, sky] = [below?.getContext("2d"), above?.getContext("2d")];
  if (!outer || !below || !above || !ground || !sky) return;
  if (!land.value) readLand().then((found) => (land.value = found), () => undefined); // without it the rest still shows
  const watched = new ResizeObserver(() => (size.value = [outer.clientWidth, outer.clientHeight]));
  watched.observe(outer);
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const changed = (): void => void dark.value++;
  scheme.addEventListener("change", changed);
  let names = new Names();
  let colours: Colours | null = null;
  let scheduled = { ground: false, sky: false };
  let old: { box: unknown; size: Point } = { box: null, size: [0, 0] };
  const paint = (): void => {
    const due = scheduled;
    scheduled = { ground: false, sky: false };
    const [width, height] = size.peek();
    if (!width || !height) return;
    if (!frame || old.box !== box.peek() || old.size !== size.peek()) {
      const kept = frame;
      frame = new Frame(box.peek(), width, height);
      const spot = place.peek();
      if (old.box !== box.peek() && spot && view.peek() === "place") frame.show(spot.lon_deg, spot.lat_deg, NEAR);
      if (kept && old.box === box.peek()) frame.magnify(kept.zoom), (frame.x = kept.x), (frame.y = kept.y), frame.pan(0, 0);
      old = { box: box.peek(), size: size.peek() };
      for (const one of [below, above]) {
        one.width = width * devicePixelRatio;
        one.height = height * devicePixelRatio;
      }
      for (const one of [ground, sky]) {
        one.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
        one.direction = "ltr"; // names are placed from their left, whichever way the page runs
      }
      due.ground = true;
    }
    if (due.ground || !colours) {
      colours = coloursOf(outer);
      names = paintGround(ground, frame, colours, {
        land: land.peek(), things: things.peek(), states: states.peek(), lost: lost.peek(), used: used.peek(),
        chosen: chosenThing.peek(), layers: layers.peek(), borders: borders.peek(),
      });
    }
    const now = block.peek();
    const shown = { at_ms: shown_ms.peek(), layers: layers.peek(), lost: lost.peek(), used: used.peek(), chosen: chosenThing.peek() };
    if (now) sats = paintSky(sky, frame, colours, now, shown, names.copy());
    else sky.clearRect(0, 0, width, height);
    paintDrawn(sky, frame, colours, { corners: corners.peek(), areas: areas.peek(), region: region.peek(), place: place.peek() });
  };
  const soon = (what: "ground" | "sky"): void => {
    if (!scheduled.ground && !scheduled.sky) requestAnimationFrame(paint);
    scheduled[what] = true;
  };
  const ends = [
    effect(() => {
      void [size.value, moved.value, things.value, states.value, lost.value, used.value, land.value, layers.value];
      void [theme.value, dark.value, box.value, chosenThing.value, borders.value];
      soon("ground");
    }),
    effect(() => {
      void [shown_ms.value, block.value, corners.value, areas.value, region.value, place.value];
      soon("sky");
    }),
    effect(() => {
      if (!layers.value.has("satellites") || !Number.isFinite(begin_ms.value)) return;
      blockAt(begin_ms.value, minute_ms.value).then((found) => (block.value = found), () => undefined); // the page tells of a lost link
    }),
    effect(() => {
      const spot = place.value;
      if (!frame || !spot || view.value !== "place" || !size.value[0]) return;
      if (!frame.shows(frame.at(spot.lon_deg, spot.lat_deg), -20)) frame.show(spot.lon_deg, spot.lat_deg, frame.zoom), change();
    }),
    effect(() => {
      const thing = chosenThing.value;
      if (!frame || !thing?.shape || thing.role === "beam") return;
      const [lon, lat] = middle(thing.shape);
      if (!frame.shows(frame.at(lon, lat), -20)) frame.show(lon, lat, frame.zoom), change();
    }),
  ];
  const gone = pointed(outer, { pan: (dx, dy) => (frame?.pan(dx, dy), change()), magnify: (by, at) => (frame?.magnify(by, at), change()), choose });
  return () => {
    watched.disconnect();
    scheme.removeEventListener("change", changed);
    for (const end of ends) end();
    gone();
    frame = null;
  };
}
