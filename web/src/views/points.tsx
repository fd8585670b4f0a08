import { useSignal, useSignalEffect } from "@preact/signals";
import type { SinglePoint, SinglePoints } from "../api/client";
import { assessment, corridor, events, strike } from "../state";
import { say } from "../words/say";
import { useAsked } from "./ask";
import { Said } from "./said";

const FIRST = 8;

/** What breaks most, heaviest first; under each what holds it and breaks no more; and the known outages. */
export function Points() {
  const all = useSignal(false);
  const told = useAsked<SinglePoints>(() => (assessment.value ? "single-points" : ""));
  useSignalEffect(() => void (events.value = told.value.body?.events ?? events.peek()));
  const points = assessment.value?.single_points;
  if (!points) return null;
  return (
    <section aria-labelledby="points-heading">
      <h2 id="points-heading">{say("points.heading")}</h2>
      {points.length === 0 && <p>{say("points.none")}</p>}
      <ol class="points">
        {(all.value ? points : points.slice(0, FIRST)).map((one) => <Point key={one.strike} one={one} />)}
      </ol>
      {points.length > FIRST && (
        <button type="button" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {say(all.value ? "place.fewer" : "place.all", { n: points.length })}
        </button>
      )}
      {events.value.length > 0 && (
        <details>
          <summary>{say("points.events", { n: events.value.length })}</summary>
          <ol class="points">{events.value.map((one) => <Point key={one.strike} one={one} />)}</ol>
        </details>
      )}
    </section>
  );
}

function Point({ one }: { one: SinglePoint }) {
  return (
    <li>
      <Strikeable name={one.name} strikes={one.strike} />
      <span class="breaks">{say("points.breaks", { n: one.breaks.length, needs: one.breaks.join(", ") })}</span>
      {one.within.length > 0 && (
        <ul class="within" aria-label={say("points.within")}>
          {one.within.map((id) => (
            <li key={id}>
              <span class="about">{say("points.within")}</span> <Strikeable name={nameOf(id)} strikes={id} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Strikeable({ name, strikes }: { name: string; strikes: string }) {
  return (
    <span class="strikeable">
      <Said text={name} as="span" class="name" />
      <button type="button" aria-label={`${say("strike.do")} ${name}`} onClick={() => strike(strikes)}>
        {say("strike.do")}
      </button>
    </span>
  );
}

function nameOf(id: string): string {
  return corridor.value?.parties.find((one) => one.id === id.replace(/^party:/, ""))?.name ?? id;
}
