import type { Plan } from "../api/client";
import { chosen, needs, minutes } from "../state";
import { begin_ms, DAY_MIN, shown_ms } from "../time";
import { say } from "../words/say";
import { useAsked } from "./ask";
import { moment } from "./moments";
import { Said } from "./said";

type Booking = Plan["bookings"][number];

/** The day's plan: for each need who looks when, and which pass brings it down. */
export function Timeline() {
  const plan = useAsked<Plan>(() => (Number.isFinite(begin_ms.value) ? "plan" : ""));
  const found = plan.value.body;
  if (!found && !plan.value.refused) return null;
  const lanes = Map.groupBy(found?.bookings ?? [], (one) => one.need);
  return (
    <section aria-labelledby="timeline-heading">
      <h2 id="timeline-heading">{say("timeline.heading")}</h2>
      {plan.value.refused && <Said text={plan.value.refused} class="notice" />}
      {found && lanes.size === 0 && <p>{say("timeline.none")}</p>}
      <div class="timeline">
        {[...lanes].map(([id, bookings]) => (
          <div key={id} class="lane" role="group" aria-label={`${id} ${needs.value.get(id)?.title ?? ""}`}>
            <span class="name" title={needs.value.get(id)?.title}>
              <bdi>{id}</bdi>
            </span>
            <span class="bar">
              {bookings.map((one) => (
                <Booked key={one.look_start} one={one} />
              ))}
              <Now />
            </span>
          </div>
        ))}
      </div>
    </section>
  );
}

function minute(utc: string): number {
  return (Date.parse(utc) - begin_ms.value) / 60_000;
}

function Booked({ one }: { one: Booking }) {
  const from = minute(one.look_start);
  const to = minute(one.down);
  const told = `${say("timeline.look", { satellite: one.satellite, at: moment(one.look_start) })}${
    one.station ? `; ${say("timeline.down", { station: one.station, at: moment(one.down) })}` : ""
  }`;
  const place = { insetInlineStart: `${(100 * from) / DAY_MIN}%`, inlineSize: `${(100 * Math.max(0, to - from)) / DAY_MIN}%` };
  return (
    <button
      type="button"
      class="booked"
      style={place}
      title={told}
      aria-label={told}
      onClick={() => ((minutes.value = Math.round(from)), (chosen.value = `asset:${one.satellite}`))}
    />
  );
}

function Now() {
  return <i class="now" style={{ insetInlineStart: `${(100 * (shown_ms.value - begin_ms.value)) / 60_000 / DAY_MIN}%` }} />;
}
