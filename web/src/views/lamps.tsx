import type { Lamp } from "../api/client";
import { needs, selected, supposed, supposing, verdicts } from "../state";
import { say } from "../words/say";
import { css, StateName } from "./mark";
import { Said } from "./said";

const NAMED = 4; // needs of a lamp; the first with its cause and remedy

/** A lamp for each service: the needs that decide it, and of the first why and what would mend it. */
export function Lamps() {
  const found = verdicts.value;
  if (!found) return null;
  return (
    <section class="lamps" aria-label={say("need.verdict")}>
      {(supposed.value.states?.lamps ?? found.lamps).map((lamp) => (
        <article key={lamp.service} class={`lamp ${css(lamp.state)}`}>
          <h2>{say(`service.${lamp.service}` as "service.navigate")}</h2>
          <StateName state={lamp.state} />
          <Because of={lamp} />
        </article>
      ))}
    </section>
  );
}

function Because({ of: lamp }: { of: Lamp }) {
  const more = lamp.because.length - NAMED;
  return (
    <ul>
      {lamp.because.slice(0, NAMED).map((id, k) => (
        <li key={id}>
          <button type="button" class="link named" onClick={() => (selected.value = id)}>
            <bdi>{id}</bdi> <Said text={verdicts.value?.verdicts.find((one) => one.need === id)?.title ?? ""} as="span" />
          </button>
          {k === 0 && <Cause of={id} />}
        </li>
      ))}
      {more > 0 && <li class="about">{say("lamps.more", { n: more })}</li>}
    </ul>
  );
}

/** Why a need stands as it does, and its nearest remedy: after what is struck where that is known. */
function Cause({ of: id }: { of: string }) {
  const told = supposed.value.verdicts.get(id);
  const why = told?.why ?? verdicts.value?.verdicts.find((one) => one.need === id)?.why;
  const remedy = (told?.remedies ?? (supposing.value ? undefined : needs.value.get(id)?.remedies))?.[0];
  return (
    <>
      {why && <Said text={why} class="cause" />}
      {remedy && <Said text={remedy} class="remedy" />}
    </>
  );
}
