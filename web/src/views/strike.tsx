import { useSignal } from "@preact/signals";
import { draw } from "../drawing";
import {
  agree, agreed, areas, assessment, canUndo, corridor, events, needs, restore, restoreAll, restoreArea, selected, strike, struck,
  supposed, supposing, things, undo, withdraw, worstFirst,
} from "../state";
import { say } from "../words/say";
import { Becomes, StateName } from "./mark";
import { Said } from "./said";

/** What is struck, agreed and drawn, and how to strike, agree and draw more. */
export function Strike() {
  const name = useSignal("");
  const candidates = (corridor.value?.terms ?? []).filter((one) => !one.in_force && !agreed.value.includes(one.id));
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
        <Known />
        <button type="submit">{say("strike.do")}</button>
        <button type="button" onClick={() => draw("footprint")}>{say("strike.draw")}</button>
        {candidates.length > 0 && (
          <select aria-label={say("strike.agree")} value="" onChange={(e) => (agree(e.currentTarget.value), (e.currentTarget.value = ""))}>
            <option value="">{say("strike.agree")}</option>
            {candidates.map((one) => (
              <option key={one.id} value={one.id} lang="en">
                {`${one.id} ${one.what}`}
              </option>
            ))}
          </select>
        )}
        <button type="button" disabled={!canUndo.value} onClick={undo}>{say("strike.undo_one")}</button>
      </form>
      {supposing.value && <Supposition />}
    </section>
  );
}

/** Every name that can be struck. */
function Known() {
  const points = assessment.value?.single_points ?? [];
  const named = [
    ...points.map((one) => [one.strike, one.name] as const),
    ...things.value.filter((one) => one.strike).map((one) => [one.strike ?? "", one.name] as const),
    ...(corridor.value?.parties ?? []).map((one) => [one.id, one.name] as const),
    ...events.value.map((one) => [one.strike, one.name] as const),
  ];
  return (
    <datalist id="strikes">
      {[...new Map(named)].map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </datalist>
  );
}

function Supposition() {
  return (
    <p class="tools supposed">
      {struck.value.map((one) => (
        <Chip key={one} label={one} undo={() => restore(one)} />
      ))}
      {areas.value.map((one, k) => (
        <Chip key={k} label={say("strike.area", { n: k + 1 })} undo={() => restoreArea(one)} />
      ))}
      {agreed.value.map((one) => (
        <Chip key={one} agreed label={`${one} ${corridor.value?.terms.find((term) => term.id === one)?.what ?? ""}`} undo={() => withdraw(one)} />
      ))}
      {struck.value.length + areas.value.length + agreed.value.length > 1 && (
        <button type="button" onClick={restoreAll}>{say("strike.undo")}</button>
      )}
    </p>
  );
}

function Chip({ label, undo, agreed = false }: { label: string; undo: () => void; agreed?: boolean }) {
  return (
    <button type="button" class={agreed ? "agreed" : "struck"} aria-label={say("strike.take_back", { name: label })} onClick={undo}>
      <bdi>{label}</bdi> <span aria-hidden="true">×</span>
    </button>
  );
}

/** What follows from it: each need that changes, why, and what would mend it. */
export function Consequences() {
  const found = supposed.value;
  if (!supposing.value || !found.states) return null;
  const states = new Map(found.states.needs.map((one) => [one.need, one]));
  const priority = (id: string): number => needs.value.get(id)?.priority ?? 9;
  const sorted = [...found.states.worse, ...found.states.better].toSorted((a, b) =>
    worstFirst(
      { state: states.get(a)?.after ?? "met", priority: priority(a) },
      { state: states.get(b)?.after ?? "met", priority: priority(b) },
    ),
  );
  return (
    <section class="consequences" aria-labelledby="consequences-heading">
      <h2 id="consequences-heading">{say("strike.follows")}</h2>
      {found.states.better.length > 0 && <p>{say("strike.better", { n: found.states.better.length })}</p>}
      <ul class="worse">
        {sorted.map((id) => {
          const told = found.verdicts.get(id);
          const one = states.get(id);
          return (
            <li key={id}>
              <button type="button" class="link" onClick={() => (selected.value = id)}>
                <bdi>{id}</bdi> <Said text={needs.value.get(id)?.title ?? ""} as="span" />
              </button>{" "}
              {one && (
                <span>
                  <StateName state={one.before} /> <Becomes /> <StateName state={one.after} />
                </span>
              )}
              {told && <Said text={told.why} class="told" />}
              {told?.remedies.slice(0, 2).map((remedy) => <Said key={remedy} text={remedy} class="remedy" />)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
