import { selected, supposed, verdicts } from "../state";
import { say } from "../words/say";
import { css, StateName } from "./mark";
import { Said } from "./said";

export function Lamps() {
  const found = verdicts.value;
  if (!found) return null;
  return (
    <section class="lamps" aria-label={say("need.verdict")}>
      {(supposed.value.states?.lamps ?? found.lamps).map((lamp) => (
        <article key={lamp.service} class={`lamp ${css(lamp.state)}`}>
          <h2>{say(`service.${lamp.service}` as "service.navigate")}</h2>
          <StateName state={lamp.state} />
          <ul>
            {lamp.because.slice(0, 4).map((id) => {
              const need = found.verdicts.find((one) => one.need === id);
              return (
                <li key={id}>
                  <button type="button" class="link" onClick={() => (selected.value = id)}>
                    <bdi>{id}</bdi> {need && <Said text={need.title} as="span" />}
                  </button>
                </li>
              );
            })}
          </ul>
        </article>
      ))}
    </section>
  );
}
