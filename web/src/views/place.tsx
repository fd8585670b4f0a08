import { computed, useSignal } from "@preact/signals";
import type { Ladder, Looks, PlacedNeed } from "../api/client";
import { placed } from "../address";
import { draw } from "../drawing";
import { middle } from "../map/things";
import { needsAt } from "../map/hit";
import { needs, place, selected, stateOf, things, verdicts } from "../state";
import { minute_ms } from "../time";
import { say } from "../words/say";
import { useAsked } from "./ask";
import { duration, number, rate, spelled } from "./figures";
import { localTimes } from "./local_time";
import { showOnMap } from "./map";
import { StateName } from "./mark";
import { moment, percent } from "./moments";
import { RegionHere } from "./region";
import { Said } from "./said";
import { SkyPlot } from "./sky_plot";

const named = computed(() => {
  const found = things.value.filter((one) => one.shape && (one.role === "station" || one.role === "site" || one.role === "need"));
  return new Map(found.map((one) => [one.name.toLowerCase(), one]));
});
const query = (): string => (place.value ? `lat_deg=${place.value.lat_deg}&lon_deg=${place.value.lon_deg}` : "");

/** A place: which positioning, which links, which looks, here, now. */
export function PlacePage() {
  const spot = place.value;
  return (
    <div class="side place">
      <Search />
      {spot ? (
        <>
          <h1>{spelled(spot)}</h1>
          <Times lon={spot.lon_deg} />
          <Here />
          <Positioning />
          <Links />
          <SkyPlot />
          <LooksHere />
        </>
      ) : (
        <p class="headline">{say("place.none")}</p>
      )}
      <section aria-labelledby="region-heading">
        <h2 id="region-heading">{say("region.heading")}</h2>
        <button type="button" onClick={() => draw("region")}>{say("region.draw")}</button>
        <RegionHere />
      </section>
    </div>
  );
}

function Search() {
  const said = useSignal("");
  const refused = useSignal(false);
  return (
    <form
      class="tools"
      role="search"
      onSubmit={(e) => {
        e.preventDefault();
        const spot = placed(said.value);
        const thing = named.value.get(said.value.trim().toLowerCase());
        const at = spot ? ([spot.lon_deg, spot.lat_deg] as const) : thing?.shape && middle(thing.shape);
        refused.value = !at;
        if (!at) return;
        place.value = { lon_deg: Math.round(at[0] * 1000) / 1000, lat_deg: Math.round(at[1] * 1000) / 1000 };
        showOnMap(at[0], at[1]);
      }}
    >
      <input
        type="search"
        list="places"
        maxLength={80}
        aria-label={say("place.search")}
        placeholder={say("place.search")}
        value={said.value}
        onInput={(e) => ((said.value = e.currentTarget.value), (refused.value = false))}
      />
      <datalist id="places">
        {[...named.value.values()].map((one) => (
          <option key={one.key} value={one.name} />
        ))}
      </datalist>
      <button type="submit">{say("place.show")}</button>
      <span role="status">{refused.value && say("place.unknown", { name: said.value })}</span>
    </form>
  );
}

/** The time of day there, beside UTC: by the clocks of its country where they are one, and by the Sun. */
function Times({ lon }: { lon: number }) {
  const ladder = useAsked<Ladder>(() => query() && `places/ladder?${query()}`);
  if (!Number.isFinite(minute_ms.value)) return null;
  return (
    <p class="about">
      {moment(new Date(minute_ms.value))}
      {localTimes(minute_ms.value, lon, ladder.value.body?.place.countries ?? []).map((one) => (
        <span key={one}> · {one}</span>
      ))}
    </p>
  );
}

function Here() {
  const spot = place.value;
  const here = spot ? needsAt(things.value, spot.lon_deg, spot.lat_deg) : [];
  if (!here.length) return null;
  const states = new Map((verdicts.value?.verdicts ?? []).map((one) => [one.need, one.verdict]));
  return (
    <section aria-labelledby="here-heading">
      <h2 id="here-heading">{say("place.needs")}</h2>
      <ul class="plain stated">
        {here.map((one) => (
          <li key={one.key}>
            <StateName state={stateOf(one.id ?? "", states.get(one.id ?? "") ?? "unknown")} />{" "}
            <button type="button" class="link" onClick={() => (selected.value = one.id ?? null)}>
              <bdi>{one.id}</bdi> <Said text={one.name} as="span" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Any need of the corridor, put here: first one for positioning. */
function Positioning() {
  const all = [...needs.value.values()];
  const asked = useSignal("");
  const first = all.find((one) => one.service === "navigate") ?? all[0];
  const found = useAsked<PlacedNeed>(() => {
    const id = asked.value || ([...needs.value.values()].find((one) => one.service === "navigate") ?? [...needs.value.values()][0])?.id;
    return id && query() ? `places/needs/${encodeURIComponent(id)}?${query()}` : "";
  });
  const { body, refused, asking } = found.value;
  return (
    <section aria-labelledby="positioning-heading" aria-busy={asking}>
      <h2 id="positioning-heading">{say("place.positioning")}</h2>
      <label class="tools">
        {say("place.as_asked_by")}{" "}
        <select value={asked.value || (first?.id ?? "")} onChange={(e) => (asked.value = e.currentTarget.value)}>
          {all.map((one) => (
            <option key={one.id} value={one.id} lang="en">{`${one.id} ${one.title}`}</option>
          ))}
        </select>
      </label>
      {refused && <Said text={refused} class="notice" />}
      {!body && asking && <p class="about">{say("strike.asking")}</p>}
      {body && (
        <>
          <p><StateName state={body.state} /></p>
          <Said text={body.why} />
          <ul>
            {Object.entries(body.figures).map(([name, one]) => (
              <li key={name}>
                <bdi>{name.replaceAll("_", " ")}:</bdi>{" "}
                <bdi>{one.value === null ? (one.missing ?? "–") : `${number(one.value, 2)} ${one.unit}`}</bdi>
                {one.threshold !== null && ` (${say("need.asked", { threshold: `${number(one.threshold, 2)} ${one.unit}` })})`}
                {one.share !== null && `, ${percent(one.share)}`}
              </li>
            ))}
          </ul>
          {body.path.length > 0 && <p><b>{say("need.path")}:</b> <bdi>{body.path.join(" · ")}</bdi></p>}
          {body.remedies[0] && <Said text={body.remedies[0]} class="remedy" />}
        </>
      )}
    </section>
  );
}

/** The ladder of links, best first. */
function Links() {
  const all = useSignal(false);
  const found = useAsked<Ladder>(() => query() && `places/ladder?${query()}`);
  const { body, refused, asking } = found.value;
  const rungs = body?.ladder ?? [];
  return (
    <section aria-labelledby="links-heading" aria-busy={asking}>
      <h2 id="links-heading">{say("place.links")}</h2>
      {refused && <Said text={refused} class="notice" />}
      {!body && asking && <p class="about">{say("strike.asking")}</p>}
      {body && rungs.length === 0 && <p>{say("place.no_links")}</p>}
      {rungs.length > 0 && (
        <div class="wide" tabIndex={0} role="group" aria-labelledby="links-heading">
          <table class="small">
            <thead>
              <tr>
                <th scope="col">{say("place.service")}</th>
                <th scope="col">{say("place.by")}</th>
                <th scope="col">{say("place.rate")}</th>
                <th scope="col">{say("place.delay")}</th>
                <th scope="col">{say("place.today")}</th>
                <th scope="col">{say("need.hangs_on")}</th>
              </tr>
            </thead>
            <tbody>
              {(all.value ? rungs : rungs.slice(0, 8)).map((one, k) => (
                <tr key={k}>
                  <td lang="en">{one.service}</td>
                  <td><bdi>{one.by}</bdi></td>
                  <td>{one.rate_bps === null ? "–" : rate(one.rate_bps)}</td>
                  <td>{one.latency_ms !== null ? `${number(one.latency_ms)} ms` : one.delivery_s !== null ? duration(one.delivery_s) : "–"}</td>
                  <td>{one.availability_today === null ? "–" : percent(one.availability_today)}</td>
                  <td class="ids"><bdi>{one.hangs_on.join(", ")}</bdi></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rungs.length > 8 && (
        <button type="button" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {say(all.value ? "place.fewer" : "place.all", { n: rungs.length })}
        </button>
      )}
    </section>
  );
}

const LOOKS = 10;
/** When satellites with a sensor can look here next. */
function LooksHere() {
  const found = useAsked<Looks>(() => query() && `places/looks?${query()}&off_nadir_deg=45&days=1`);
  const sensing = new Set(things.value.filter((one) => one.reaches?.length).map((one) => one.name));
  const { body, refused, asking } = found.value;
  const next = (body?.looks ?? [])
    .map((one) => ({ satellite: one.satellite, start: String(one["start"]), off_nadir: Number(one["off_nadir_deg"]) }))
    .filter((one) => sensing.has(one.satellite) && Date.parse(one.start) >= minute_ms.value - 60_000);
  return (
    <section aria-labelledby="looks-heading" aria-busy={asking}>
      <h2 id="looks-heading">{say("place.looks")}</h2>
      {refused && <Said text={refused} class="notice" />}
      {!body && asking && <p class="about">{say("strike.asking")}</p>}
      {body && <p class="about">{say("place.looks_count", { n: next.length })}</p>}
      <ol class="plain">
        {next.slice(0, LOOKS).map((one) => (
          <li key={one.satellite + one.start}>
            {moment(one.start)} <bdi>{one.satellite}</bdi> <span class="about">{say("place.off_nadir", { angle: number(one.off_nadir) })}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
