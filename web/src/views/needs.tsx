import { useSignal } from "@preact/signals";
import type { Need, Verdict } from "../api/client";
import { needs, selected, stateOf, supposed, verdicts, worstFirst } from "../state";
import { say } from "../words/say";
import { css, StateName } from "./mark";
import { day } from "./moments";
import { Said } from "./said";

export function Needs() {
  const short = useSignal(false);
  const asked = useSignal("");
  const found = verdicts.value?.verdicts ?? [];
  const wanted = asked.value.trim().toLowerCase();
  const shown = found
    .filter((one) => !short.value || !["met", "out of season"].includes(one.verdict))
    .filter((one) => !wanted || `${one.need} ${one.title} ${one.party}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => worstFirst({ state: a.verdict, priority: a.priority }, { state: b.verdict, priority: b.priority }));
  return (
    <section id="needs" class="needs" tabIndex={-1} aria-labelledby="needs-heading">
      <h2 id="needs-heading">{say("needs.heading")}</h2>
      <div class="tools">
        <input
          type="search"
          aria-label={say("needs.search")}
          placeholder={say("needs.search")}
          value={asked.value}
          onInput={(e) => (asked.value = e.currentTarget.value)}
        />
        <label>
          <input type="checkbox" checked={short.value} onChange={(e) => (short.value = e.currentTarget.checked)} />
          {say("needs.show_short")}
        </label>
        <span role="status">{say("needs.count", { n: shown.length })}</span>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">{say("need.id")}</th>
            <th scope="col">{say("need.verdict")}</th>
            <th scope="col">{say("need.state")}</th>
            <th scope="col">{say("need.fortnight")}</th>
            <th scope="col">{say("need.why")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <Row key={one.need} one={one} need={needs.value.get(one.need)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ one, need }: { one: Verdict; need: Need | undefined }) {
  const now = stateOf(one.need, one.state);
  const changed = supposed.value.states !== null && now !== one.state;
  return (
    <tr class={changed ? "changed" : undefined}>
      <th scope="row">
        <button type="button" class="link" onClick={() => (selected.value = one.need)}>
          <bdi>{one.need}</bdi> <Said text={one.title} as="span" />
        </button>
      </th>
      <td data-label={say("need.verdict")}>
        <StateName state={one.verdict} />
      </td>
      <td data-label={say("need.state")}>
        <StateName state={now} />
      </td>
      <td data-label={say("need.fortnight")}>{need?.fortnight ? <Fortnight of={need.fortnight} /> : null}</td>
      <td data-label={say("need.why")} class="why">
        <Said text={one.why} />
      </td>
    </tr>
  );
}

function Fortnight({ of }: { of: NonNullable<Need["fortnight"]> }) {
  const told = of.starts.map((at, k) => `${day(at)} ${say(`state.${of.states[k] ?? "unknown"}`)}`).join(", ");
  return (
    <span class="fortnight" role="img" aria-label={told} title={told}>
      {of.states.map((state, k) => (
        <i key={k} class={css(state)} />
      ))}
    </span>
  );
}
