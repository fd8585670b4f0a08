import { signal, useSignalEffect } from "@preact/signals";
import { blockAt, positionAt, seen, type Block, type Vector } from "../map/tracks";
import { chosen, lost, place } from "../state";
import { begin_ms, minute_ms } from "../time";
import { say } from "../words/say";
import { distance, number } from "./figures";

const R = 120;
const LABELS = 8;
const NAMED = 14; // the highest are named; the others are named when pointed at
const block = signal<Block | null>(null);

interface Up {
  readonly id: string;
  readonly name: string;
  readonly azimuth: number;
  readonly elevation: number;
  readonly range_m: number;
}

function up(now: Block, lat: number, lon: number, at_ms: number): Up[] {
  const vector: Vector = [0, 0, 0];
  const found: Up[] = [];
  now.ids.forEach((id, k) => {
    if (lost.value.has(id) || !positionAt(now, k, at_ms, vector)) return;
    const told = seen(lat, lon, vector);
    if (told.elevation > 0) found.push({ id, name: now.names[k] ?? id, ...told });
  });
  return found.toSorted((a, b) => b.elevation - a.elevation);
}

/** Those whose names do not stand on each other: the highest first, the one chosen before all. */
function apart(all: readonly Up[]): ReadonlySet<string> {
  const rooms: [number, number][] = [];
  const found = new Set<string>();
  const first = all.filter((one) => `asset:${one.id}` === chosen.value);
  for (const one of [...first, ...all]) {
    const r = (R * (90 - one.elevation)) / 90;
    const at: [number, number] = [r * Math.sin((one.azimuth * Math.PI) / 180), -r * Math.cos((one.azimuth * Math.PI) / 180)];
    if (found.size >= LABELS || rooms.some(([x, y]) => Math.abs(x - at[0]) < 90 && Math.abs(y - at[1]) < 12)) continue;
    rooms.push(at);
    found.add(one.id);
  }
  return found;
}

/** Which satellites stand over a place, by azimuth and elevation. */
export function SkyPlot() {
  useSignalEffect(() => {
    if (Number.isFinite(begin_ms.value)) blockAt(begin_ms.value, minute_ms.value).then((found) => (block.value = found), () => undefined);
  });
  const spot = place.value;
  const now = block.value;
  if (!spot || !now) return null;
  const all = up(now, spot.lat_deg, spot.lon_deg, minute_ms.value);
  const labelled = apart(all);
  return (
    <section aria-labelledby="sky-heading">
      <h2 id="sky-heading">{say("place.sky")}</h2>
      <p class="about">{say("place.sky_count", { n: all.length })}</p>
      <svg class="sky" viewBox="-150 -140 300 280" role="img" aria-label={[say("place.sky_count", { n: all.length }), ...all.slice(0, NAMED).map(told)].join(" ")}>
        {[90, 60, 30].map((one) => (
          <circle key={one} r={(R * one) / 90} />
        ))}
        <path d={`M0-${R}V${R}M-${R} 0H${R}`} />
        <text y={-R - 6}>{say("place.north")}</text>
        <text y={R + 16}>{say("place.south")}</text>
        <text x={R + 12} y={4}>{say("place.east")}</text>
        <text x={-R - 12} y={4}>{say("place.west")}</text>
        {all.map((one, k) => {
          const r = (R * (90 - one.elevation)) / 90;
          const [x, y] = [r * Math.sin((one.azimuth * Math.PI) / 180), -r * Math.cos((one.azimuth * Math.PI) / 180)];
          return (
            <g key={one.id} class={`asset:${one.id}` === chosen.value ? "chosen" : undefined}>
              <circle class="sat" cx={x} cy={y} r={k < NAMED ? 3 : 2}>
                <title>{told(one)}</title>
              </circle>
              {labelled.has(one.id) && (
                <text class="sat-name" x={x + (x > 40 ? -6 : 6)} y={y + 4} text-anchor={x > 40 ? "end" : "start"}>{one.name}</text>
              )}
            </g>
          );
        })}
      </svg>
      <ol class="plain highest">
        {all.slice(0, NAMED).map((one) => (
          <li key={one.id}>
            <button type="button" class="link" onClick={() => (chosen.value = `asset:${one.id}`)}>
              <bdi>{one.name}</bdi>
            </button>{" "}
            <span class="about">{say("place.up", { elevation: number(one.elevation), azimuth: number(one.azimuth), range: distance(one.range_m) })}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function told(one: Up): string {
  return `${one.name}: ${say("place.up", { elevation: number(one.elevation), azimuth: number(one.azimuth), range: distance(one.range_m) })}`;
}
