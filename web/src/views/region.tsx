import { signal, useSignalEffect } from "@preact/signals";
import { ask, type Region } from "../api/client";
import { chosen, region, struck } from "../state";
import { polygon } from "../suppose";
import { language, say } from "../words/say";
import { area, number } from "./figures";
import { brief, moment, zone } from "./moments";
import { Said } from "./said";

const found = signal<Region | null>(null);
const refused = signal("");
const asking = signal(false);

/** Who covers how much of the region drawn, and when it is in hand. */
export function RegionHere() {
  useSignalEffect(() => {
    const drawn = region.value;
    found.value = null;
    refused.value = "";
    if (!drawn) return;
    const ending = new AbortController();
    asking.value = true;
    ask<Region>("regions", { area: polygon(drawn), losses: struck.value, days: 1 }, language.value, ending.signal)
      .then((body) => (found.value = body))
      .catch((fault: unknown) => {
        if (!ending.signal.aborted) refused.value = fault instanceof Error ? fault.message : String(fault);
      })
      .finally(() => !ending.signal.aborted && (asking.value = false));
    return () => ending.abort();
  });
  if (!region.value) return null;
  const body = found.value;
  return (
    <div role="status" aria-busy={asking.value}>
      {asking.value && <p class="about">{say("strike.asking")}</p>}
      {refused.value && <Said text={refused.value} class="notice" />}
      {body && (
        <>
          <p>
            {body.area_km2 !== null && `${area(body.area_km2)}: `}
            {say("region.covered", { share: `${number(body.covered_percent, 1)} %` })}
            {body.whole_in_hand && `; ${say("region.whole", { at: moment(body.whole_in_hand) })}`}
          </p>
          <div class="wide" tabIndex={0} role="group" aria-labelledby="region-heading">
            <table class="small">
              <thead>
                <tr>
                  <th scope="col">{say("region.satellite")}</th>
                  <th scope="col">{say("region.look")} ({zone()})</th>
                  <th scope="col">{say("region.covers")}</th>
                  <th scope="col">{say("region.together")}</th>
                  <th scope="col">{say("region.in_hand")} ({zone()})</th>
                </tr>
              </thead>
              <tbody>
                {body.looks.slice(0, 20).map((one) => (
                  <tr key={one.satellite + one.start}>
                    <th scope="row">
                      <button type="button" class="link" onClick={() => (chosen.value = `asset:${one.satellite}`)}>
                        <bdi>{one.satellite}</bdi>
                      </button>
                    </th>
                    <td>{brief(one.start)}</td>
                    <td>{number(one.covered_percent, 1)} %</td>
                    <td>{number(one.cumulative_percent, 1)} %</td>
                    <td>{one.in_hand ? brief(one.in_hand) : "–"}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <button type="button" onClick={() => (region.value = null)}>{say("region.forget")}</button>
    </div>
  );
}
