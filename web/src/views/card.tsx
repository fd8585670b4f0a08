import { chosen, place, restore, selected, strike, struck, things, units, view } from "../state";
import { needsAt } from "../map/hit";
import type { Thing } from "../map/things";
import { say } from "../words/say";
import { spelled } from "./figures";
import { chosenThing } from "./map";

/** What was chosen on the map or in a list: what it is, whose, and how to strike it. */
export function Card() {
  const thing = chosenThing.value;
  if (thing) return <OfThing thing={thing} />;
  const spot = place.value;
  if (!spot || view.value === "place") return null;
  void units.value;
  return (
    <section class="card" aria-labelledby="card-heading">
      <h2 id="card-heading">{spelled(spot)}</h2>
      <NeedsHere at={[spot.lon_deg, spot.lat_deg]} />
      <p class="tools">
        <button type="button" onClick={() => (view.value = "place")}>{say("card.place")}</button>
        <button type="button" class="link" onClick={() => (place.value = null)}>{say("need.close")}</button>
      </p>
    </section>
  );
}

function NeedsHere({ at: [lon, lat] }: { at: readonly [number, number] }) {
  const here = needsAt(things.value, lon, lat);
  if (!here.length) return <p class="about">{say("card.no_needs")}</p>;
  return (
    <ul class="plain">
      {here.map((one) => (
        <li key={one.key}>
          <button type="button" class="link" onClick={() => (selected.value = one.id ?? null)}>
            <bdi>{one.id}</bdi> <bdi>{one.name}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}

function OfThing({ thing }: { thing: Thing }) {
  const names = [thing.strike, ...(thing.groups ?? []), thing.owner ? `party:${thing.owner}` : undefined];
  const kind = thing.role === "asset" ? thing.kind : thing.role;
  return (
    <section class="card" aria-labelledby="card-heading">
      <h2 id="card-heading">
        <bdi>{thing.name}</bdi>
      </h2>
      <p class="about">
        {kind} {thing.owned_by && <>· <bdi>{thing.owned_by}</bdi></>}
        {thing.from && <> · <bdi>{`${thing.from} – ${thing.to}`}</bdi></>}
      </p>
      {thing.out && <p class="notice" lang="en" dir="ltr">{thing.out}</p>}
      <p class="tools">
        {thing.role === "need" && (
          <button type="button" onClick={() => (selected.value = thing.id ?? null)}>{say("card.need")}</button>
        )}
        {names.map((name, k) => name && <Striking key={name} name={name} plain={k === 0} />)}
        {thing.shape?.type === "Point" && <AboutPlace at={thing.shape.coordinates} />}
        <button type="button" class="link" onClick={() => (chosen.value = null)}>{say("need.close")}</button>
      </p>
    </section>
  );
}

function Striking({ name, plain }: { name: string; plain: boolean }) {
  const gone = struck.value.includes(name);
  const said = plain ? undefined : name.replace(/^party:/, "");
  return (
    <button type="button" class={gone ? "struck" : undefined} aria-pressed={gone} onClick={() => (gone ? restore(name) : strike(name))}>
      {say("strike.do")} {said && <bdi>{said}</bdi>}
    </button>
  );
}

function AboutPlace({ at: [lon_deg, lat_deg] }: { at: readonly [number, number] }) {
  return (
    <button type="button" onClick={() => ((place.value = { lon_deg, lat_deg }), (view.value = "place"))}>
      {say("card.place")}
    </button>
  );
}
