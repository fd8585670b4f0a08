// What the marks of the map mean: the same shapes and colours as on the canvas.
import type { ComponentChildren } from "preact";
import type { State } from "../api/client";
import { say } from "../words/say";
import { Mark } from "./mark";

const STATES: readonly State[] = ["not met", "unknown", "degraded", "met", "out of season"];

export function Legend() {
  return (
    <ul class="legend" aria-label={say("legend.heading")}>
      {STATES.map((state) => (
        <li key={state}>
          <Mark state={state} />
          {say(`state.${state}`)}
        </li>
      ))}
      <Item name={say("legend.station")}><path d="M8 3l5 9H3z" fill="var(--ink)" /></Item>
      <Item name={say("legend.low")}><circle cx="8" cy="8" r="3.4" fill="var(--sky)" /></Item>
      <Item name={say("legend.high")}><circle cx="8" cy="8" r="2.4" fill="var(--trail)" /></Item>
      <Item name={say("legend.cable")}><path d="M0 8h16" stroke="var(--cable)" /></Item>
      <Item name={say("legend.out")}><path d="M0 8h16" stroke="var(--cable)" stroke-dasharray="2 3" /></Item>
      <Item name={say("legend.reach")}><path d="M0 3h16v10H0z" fill="var(--link)" opacity=".25" /></Item>
      <Item name={say("legend.lost")}><path d="M3 3l10 10M13 3L3 13" stroke="var(--not-met-fill)" stroke-width="2" /></Item>
    </ul>
  );
}

function Item({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <li>
      <svg viewBox="0 0 16 16" aria-hidden="true">{children}</svg>
      {name}
    </li>
  );
}
