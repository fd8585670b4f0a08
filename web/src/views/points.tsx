import { useSignal } from "@preact/signals";
import { assessment, strike } from "../state";
import { say } from "../words/say";
import { Said } from "./said";

const FIRST = 8;

export function Points() {
  const all = useSignal(false);
  const points = assessment.value?.single_points;
  if (!points) return null;
  return (
    <section aria-labelledby="points-heading">
      <h2 id="points-heading">{say("points.heading")}</h2>
      {points.length === 0 && <p>{say("points.none")}</p>}
      <ol class="points">
        {(all.value ? points : points.slice(0, FIRST)).map((one) => (
          <li key={one.strike}>
            <Said text={one.name} as="span" class="name" />
            <span class="breaks">
              {say("points.breaks", { n: one.breaks.length, needs: one.breaks.join(", ") })}
            </span>
            {one.within.length > 0 && <Said text={one.within.join(", ")} as="span" class="within" />}
            <button type="button" onClick={() => strike(one.strike)}>
              {say("strike.do")}
            </button>
          </li>
        ))}
      </ol>
      {points.length > FIRST && (
        <button type="button" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {say(all.value ? "place.fewer" : "place.all", { n: points.length })}
        </button>
      )}
    </section>
  );
}
