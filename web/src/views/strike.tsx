import { useSignal } from "@preact/signals";
import { assessment, needs, restore, selected, strike, struck, supposed } from "../state";
import { say } from "../words/say";
import { StateName } from "./mark";
import { Said } from "./said";

export function Strike() {
  const name = useSignal("");
  const found = supposed.value;
  const known = assessment.value?.single_points ?? [];
  return (
    <section class="strike" aria-labelledby="strike-heading">
      <h2 id="strike-heading">{say("strike.heading")}</h2>
      <form
        class="tools"
        onSubmit={(e) => {
          e.preventDefault();
          strike(name.value);
          name.value = "";
        }}
      >
        <input
          list="strikes"
          aria-label={say("strike.name")}
          placeholder={say("strike.name")}
          maxLength={80}
          value={name.value}
          onInput={(e) => (name.value = e.currentTarget.value)}
        />
        <datalist id="strikes">
          {known.map((one) => (
            <option key={one.strike} value={one.strike}>
              {one.name}
            </option>
          ))}
        </datalist>
        <button type="submit">{say("strike.do")}</button>
        {struck.value.map((one) => (
          <button key={one} type="button" class="struck" onClick={() => restore(one)}>
            <bdi>{one}</bdi> <span aria-hidden="true">×</span>
          </button>
        ))}
        {struck.value.length > 1 && (
          <button type="button" onClick={() => restore()}>
            {say("strike.undo")}
          </button>
        )}
      </form>
      <div role="status" aria-live="polite">
        {found.refused && <Said text={found.refused} class="notice" />}
        {found.states && (
          <p class="headline">
            {found.states.worse.length
              ? say("strike.worse", { n: found.states.worse.length })
              : say("strike.nothing")}
          </p>
        )}
        {found.asking && <p class="about">{say("strike.asking")}</p>}
      </div>
      {found.states && found.states.worse.length > 0 && (
        <ul class="worse">
          {found.states.worse.map((id) => {
            const told = found.verdicts.get(id);
            const states = found.states?.needs.find((one) => one.need === id);
            return (
              <li key={id}>
                <button type="button" class="link" onClick={() => (selected.value = id)}>
                  <bdi>{id}</bdi> <Said text={needs.value.get(id)?.title ?? ""} as="span" />
                </button>
                {states && (
                  <span>
                    <StateName state={states.before} /> <span aria-hidden="true">→</span> <StateName state={states.after} />
                  </span>
                )}
                {told && <Said text={told.why} />}
                {told?.remedies.slice(0, 2).map((one) => <Said key={one} text={one} class="remedy" />)}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
