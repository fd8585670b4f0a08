import type { ComponentChildren } from "preact";
import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Lanes, Need, Plan } from "../api/client";
import { chosen, local, needs, minutes, things } from "../state";
import { begin_ms, DAY_MIN, minute_ms } from "../time";
import { say } from "../words/say";
import { useAsked } from "./ask";
import { number } from "./figures";
import { clock, moment } from "./moments";
import { Said } from "./said";

type Booking = Plan["bookings"][number];
type Lane = Lanes["lanes"][number];
const HOURS = [0, 3, 6, 9, 12, 15, 18, 21, 24];
const FIRST = 6; // lanes of quality shown at once

/** The day: for each need who looks when and what is booked, each station's passes, how good positioning is. */
export function Timeline() {
  const plan = useAsked<Plan>(() => (Number.isFinite(begin_ms.value) ? "plan" : ""));
  const lanes = useAsked<Lanes>(() => (Number.isFinite(begin_ms.value) ? "lanes" : ""));
  const { body, refused, asking } = plan.value;
  const day = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    void plan.value; // the moment shown is a line through all lanes: moved without writing them again
    const shown = `${(100 * (minute_ms.value - begin_ms.value)) / 60_000 / DAY_MIN}%`;
    queueMicrotask(() => day.current?.style.setProperty("--shown", shown));
  });
  if (!Number.isFinite(begin_ms.value)) return null;
  void local.value;
  return (
    <section aria-labelledby="timeline-heading" aria-busy={asking}>
      <h2 id="timeline-heading">{say("timeline.heading")}</h2>
      {refused && <Said text={refused} class="notice" />}
      {!body && asking && <p class="about">{say("strike.asking")}</p>}
      {body?.bookings.length === 0 && <p>{say("timeline.none")}</p>}
      <div class="timeline" ref={day}>
        <Axis />
        {body && <Booked of={body.bookings} />}
        {body && <Stations of={body.bookings} />}
        {lanes.value.body && <Quality of={lanes.value.body.lanes} />}
      </div>
    </section>
  );
}

function minute(utc: string): number {
  return (Date.parse(utc) - begin_ms.value) / 60_000;
}

function across(from: number, to: number): { insetInlineStart: string; inlineSize: string } {
  return { insetInlineStart: `${(100 * from) / DAY_MIN}%`, inlineSize: `${(100 * Math.max(0, to - from)) / DAY_MIN}%` };
}

function Axis() {
  return (
    <div class="lane axis" aria-hidden="true">
      <span class="name" />
      <span class="bar">
        {HOURS.map((hour) => (
          <span key={hour} style={{ insetInlineStart: `${(100 * hour) / 24}%` }}>{clock(begin_ms.value + hour * 3_600_000)}</span>
        ))}
      </span>
    </div>
  );
}

function Row({ id, name, told, children }: { id: string; name: string; told?: string; children: ComponentChildren }) {
  return (
    <div class="lane" role="group" aria-label={`${id} ${name}${told ? `: ${told}` : ""}`}>
      <span class="name" title={name}>
        <bdi>{id}</bdi> <span class="long" dir="auto">{name}</span>
      </span>
      <span class="bar">
        {children}
        <i class="now" />
      </span>
    </div>
  );
}

/** The looks that a need could have next: thin where nothing is booked. */
interface NextLook {
  readonly at: string;
  readonly satellite: string;
}
function looksOf(need: Need | undefined): readonly NextLook[] {
  const found = (need as { next_looks?: NextLook[] } | undefined)?.next_looks ?? [];
  return found.filter((one) => minute(one.at) >= 0 && minute(one.at) <= DAY_MIN);
}

function Booked({ of }: { of: readonly Booking[] }) {
  const booked = Map.groupBy(of, (one) => one.need);
  const all = [...needs.value.values()].filter((one) => booked.has(one.id) || looksOf(one).length > 0);
  if (!all.length) return null;
  return (
    <>
      <h3>{say("timeline.needs")}</h3>
      {all.map((need) => (
        <Row key={need.id} id={need.id} name={need.title}>
          {looksOf(need).map((one) => {
            const told = say("timeline.look", { satellite: nameOf(one.satellite), at: moment(one.at) });
            return <i key={one.at} class="possible" title={told} style={{ insetInlineStart: `${(100 * minute(one.at)) / DAY_MIN}%` }} />;
          })}
          {(booked.get(need.id) ?? []).map((one) => {
            const told = `${say("timeline.look", { satellite: nameOf(one.satellite), at: moment(one.look_start) })}${
              one.station ? `; ${say("timeline.down", { station: nameOf(one.station), at: moment(one.down) })}` : ""
            }`;
            const from = minute(one.look_start);
            return <Piece key={one.look_start} told={told} from={from} to={minute(one.down)} satellite={one.satellite} />;
          })}
        </Row>
      ))}
    </>
  );
}

function Piece({ told, from, to, satellite }: { told: string; from: number; to: number; satellite: string }) {
  const choose = (): void => void ((minutes.value = Math.max(0, Math.round(from))), (chosen.value = `asset:${satellite}`));
  return <button type="button" class="booked" style={across(from, to)} title={told} aria-label={told} onClick={choose} />;
}

/** The passes that stations take for the plan. */
function Stations({ of }: { of: readonly Booking[] }) {
  const passes = Map.groupBy(of.filter((one) => one.station && one.start && one.end), (one) => one.station ?? "");
  if (!passes.size) return null;
  return (
    <>
      <h3>{say("timeline.passes")}</h3>
      {[...passes].map(([station, all]) => (
        <Row key={station} id="" name={nameOf(station)}>
          {[...new Map(all.map((one) => [`${one.satellite} ${one.start}`, one])).values()].map((one) => (
            <Piece
              key={one.start}
              told={say("timeline.pass", { satellite: nameOf(one.satellite), from: moment(one.start ?? ""), to: moment(one.end ?? "") })}
              from={minute(one.start ?? "")}
              to={minute(one.end ?? "")}
              satellite={one.satellite}
            />
          ))}
        </Row>
      ))}
    </>
  );
}

/** How good something is over the day: an area from zero up, so that few look few. */
function Quality({ of }: { of: readonly Lane[] }) {
  const all = useSignal(false);
  if (!of.length) return null;
  return (
    <>
      <h3>{say("timeline.quality")}</h3>
      {(all.value ? of : of.slice(0, FIRST)).map((lane, k) => {
        const told = [lane.drawn, ...lane.beside].map(ranged).join(", ");
        return (
          <Row key={k} id={lane.need} name={needs.value.get(lane.need)?.title ?? lane.title} told={told}>
            <svg class="quality" viewBox={`0 0 ${DAY_MIN} 100`} preserveAspectRatio="none" aria-hidden="true">
              <title>{told}</title>
              <path d={outlineOf(lane)} />
            </svg>
            <span class="told" lang="en" dir="ltr">{told}</span>
          </Row>
        );
      })}
      {of.length > FIRST && (
        <button type="button" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {say(all.value ? "place.fewer" : "place.all", { n: of.length })}
        </button>
      )}
    </>
  );
}

function ranged(series: Lane["drawn"]): string {
  const known = series.values.filter((one) => one !== null);
  if (!known.length) return `${series.name} –`;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return `${series.name} ${number(least, 2)}${most > least ? `–${number(most, 2)}` : ""} ${series.unit}`.trim();
}

function outlineOf(lane: Lane): string {
  const values = lane.drawn.values.map((one) => one ?? 0);
  const top = Math.max(1, ...values);
  const at = lane.times.map(minute);
  let path = `M${(at[0] ?? 0).toFixed(1)} 100`;
  let last = NaN;
  values.forEach((value, k) => {
    if (value === last) return;
    path += `H${(at[k] ?? 0).toFixed(1)}V${(100 - (92 * value) / top).toFixed(1)}`;
    last = value;
  });
  return `${path}H${DAY_MIN}V100z`;
}

function nameOf(id: string): string {
  return things.value.find((one) => one.id === id && (one.role === "asset" || one.role === "station"))?.name ?? id;
}
