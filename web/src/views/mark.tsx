// A state by shape and word, so that colour is never alone in telling it.
import type { State } from "../api/client";
import { direction, language, say } from "../words/say";

const SHAPES: Readonly<Record<State, string>> = {
  met: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z",
  degraded: "M8 1L15.5 14.5H.5z",
  unknown: "M8 .5L15.5 8L8 15.5L.5 8z",
  "not met": "M1.5 1.5h13v13h-13z",
  "out of season": "M2 7h12v2H2z",
};

export function Mark({ state }: { state: State }) {
  return (
    <svg class={`mark ${css(state)}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[state]} />
    </svg>
  );
}

export function StateName({ state }: { state: State }) {
  return (
    <span class={`state ${css(state)}`}>
      <Mark state={state} />
      {say(`state.${state}`)}
    </span>
  );
}

/** An arrow from what was to what is, the way that the page runs. */
export function Becomes() {
  return <span aria-hidden="true">{direction(language.value) === "rtl" ? "←" : "→"}</span>;
}

export function css(state: State): string {
  return state.replaceAll(" ", "-");
}
