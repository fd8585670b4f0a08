import { useSignal } from "@preact/signals";
import type { Advice, Matrix, State } from "../api/client";
import { agree, needs, selected, strike, view } from "../state";
import { say } from "../words/say";
import { useAsked } from "./ask";
import { Becomes, css, Mark, StateName } from "./mark";
import { Said } from "./said";

const MOST = 40;

/** Every need after every single loss that makes one worse; and the agreements that would help. */
export function Resilience() {
  return (
    <>
      <h1>{say("nav.resilience")}</h1>
      <Agreements />
      <Losses />
    </>
  );
}

function Losses() {
  const found = useAsked<Matrix>(() => "matrix");
  const only = useSignal(true);
  const { body, refused } = found.value;
  if (refused) return <Said text={refused} class="notice" />;
  if (!body) return <p class="about">{say("strike.asking")}</p>;
  const rows = body.losses
    .map((loss, k) => ({ loss, after: body.after[k] ?? [], worse: (body.after[k] ?? []).filter((one, i) => one > (body.before[i] ?? 0)).length }))
    .filter((one) => one.worse > 0)
    .toSorted((a, b) => b.worse - a.worse)
    .slice(0, MOST);
  const columns = body.needs.map((id, k) => ({ id, k })).filter(({ k }) => !only.value || rows.some((one) => (one.after[k] ?? 0) > (body.before[k] ?? 0)));
  const state = (number: number | undefined): State => body.states[number ?? 0] ?? "unknown";
  return (
    <section aria-labelledby="matrix-heading">
      <h2 id="matrix-heading">{say("matrix.heading")}</h2>
      <ul class="legend" aria-label={say("legend.heading")}>
        {body.states.filter((one) => one !== "out of season").map((one) => (
          <li key={one}><Mark state={one} />{say(`state.${one}`)}</li>
        ))}
      </ul>
      <p class="about">{say("matrix.about", { tried: body.losses.length, n: rows.length })}</p>
      <label class="tools">
        <input type="checkbox" checked={only.value} onChange={(e) => (only.value = e.currentTarget.checked)} />
        {say("matrix.only")}
      </label>
      <div class="wide" tabIndex={0} role="group" aria-labelledby="matrix-heading">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">{say("matrix.without")}</th>
              {columns.map(({ id }) => (
                <th key={id} scope="col">
                  <button type="button" class="link" title={needs.value.get(id)?.title} onClick={() => (selected.value = id)}>
                    <bdi>{id}</bdi> <Said text={needs.value.get(id)?.title ?? ""} as="span" class="upright" />
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{say("matrix.before")}</th>
              {columns.map(({ id, k }) => (
                <td key={id} class="cell before">
                  <Mark state={state(body.before[k])} />
                  <span class="hidden">{say(`state.${state(body.before[k])}`)}</span>
                </td>
              ))}
            </tr>
            {rows.map(({ loss, after }) => (
              <tr key={`${loss.kind}:${loss.id}`}>
                <th scope="row">
                  <button type="button" class="link" title={say("strike.do")} onClick={() => (strike(loss.id), (view.value = "now"))}>
                    <bdi>{loss.name}</bdi>
                  </button>{" "}
                  <span class="about" lang="en">{loss.kind}</span>
                </th>
                {columns.map(({ id, k }) => (
                  <Cell key={id} state={state(after[k])} changed={(after[k] ?? 0) > (body.before[k] ?? 0)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ state, changed }: { state: State; changed: boolean }) {
  return (
    <td class={changed ? `cell changed ${css(state)}` : "cell"}>
      {changed ? <Mark state={state} /> : <span aria-hidden="true">·</span>}
      <span class="hidden">{say(`state.${state}`)}</span>
    </td>
  );
}

function Agreements() {
  const found = useAsked<Advice>(() => "advice");
  const { body, refused } = found.value;
  return (
    <section aria-labelledby="advice-heading">
      <h2 id="advice-heading">{say("advice.heading")}</h2>
      {refused && <Said text={refused} class="notice" />}
      {!body && !refused && <p class="about">{say("strike.asking")}</p>}
      {body?.agreements.length === 0 && <p>{say("advice.none")}</p>}
      {body && body.agreements.length > 0 && (
        <div class="wide" tabIndex={0} role="group" aria-labelledby="advice-heading">
          <table class="advice">
            <thead>
              <tr>
                <th scope="col">{say("advice.term")}</th>
                <th scope="col">{say("advice.mends")}</th>
                <th scope="col">{say("advice.frees")}</th>
                <th scope="col"><span class="hidden">{say("advice.try")}</span></th>
              </tr>
            </thead>
            <tbody>{body.agreements.map((one) => <Agreement key={one.term} one={one} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Agreement({ one }: { one: Advice["agreements"][number] }) {
  return (
    <tr>
      <th scope="row">
        <bdi>{one.term}</bdi> <Said text={one.what} as="span" />
      </th>
      <td>
        {one.mends.map((mend) => (
          <div key={mend.need}>
            <button type="button" class="link" onClick={() => (selected.value = mend.need)}>
              <bdi>{mend.need}</bdi> <Said text={needs.value.get(mend.need)?.title ?? ""} as="span" />
            </button>{" "}
            <span class="step"><StateName state={mend.before} /> <Becomes /> <StateName state={mend.after} /></span>
          </div>
        ))}
      </td>
      <td data-label={say("advice.frees")}>
        {Object.entries(one.relieves).map(([id, losses]) => (
          <div key={id}><bdi>{id}</bdi>: {losses.map((one) => <bdi key={one} class="id">{one} </bdi>)}</div>
        ))}
      </td>
      <td>
        <button type="button" aria-label={`${say("advice.try")}: ${one.term}`} onClick={() => (agree(one.term), (view.value = "now"))}>{say("advice.try")}</button>
      </td>
    </tr>
  );
}
