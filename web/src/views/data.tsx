import { useSignal } from "@preact/signals";
import type { Ages, Check, Corridor } from "../api/client";
import { chosen, verdicts, view } from "../state";
import { say } from "../words/say";
import { useAsked } from "./ask";
import { duration, number } from "./figures";
import { Mark } from "./mark";
import { moment } from "./moments";
import { Said } from "./said";

const FIRST = 15;

/** How old everything is, where it comes from, what is wrong or missing in it. */
export function DataPage() {
  const found = useAsked<Corridor>(() => "corridor");
  const { body, refused } = found.value;
  return (
    <>
      <h1>{say("nav.data")}</h1>
      {refused && <Said text={refused} class="notice" />}
      {!body && !refused && <p class="about">{say("strike.asking")}</p>}
      {verdicts.value?.cautions.map((one) => <Said key={one} text={one} class="notice" />)}
      {body && (
        <p class="about">
          <bdi>{body.name}</bdi> · {say("data.version")} <code>{body.version.slice(0, 12)}</code> · {say("data.assets", { n: body.assets })}
        </p>
      )}
      <Elements />
      <Sources of={body} />
      <Doubts />
      <Files of={body} />
    </>
  );
}

function Elements() {
  const all = useSignal(false);
  const found = useAsked<Ages>(() => "corridor/ages");
  const { body, refused } = found.value;
  if (refused) return <Said text={refused} class="notice" />;
  if (!body) return null;
  const oldest = body.elements.toSorted((a, b) => b.too_old_for.length - a.too_old_for.length || b.age_days - a.age_days);
  const most = Math.max(1, ...oldest.map((one) => one.age_days));
  return (
    <section aria-labelledby="ages-heading">
      <h2 id="ages-heading">{say("data.ages")}</h2>
      <p>{say("data.stale_count", { n: oldest.filter((one) => one.too_old_for.length > 0).length })}</p>
      <p class="about">{say("data.ages_about", { n: body.elements.length, at: moment(body.at), out: body.without.length })}</p>
      <div class="wide" tabIndex={0} role="group" aria-labelledby="ages-heading">
        <table class="small">
          <thead>
            <tr>
              <th scope="col">{say("region.satellite")}</th>
              <th scope="col">{say("data.orbit")}</th>
              <th scope="col">{say("data.epoch")}</th>
              <th scope="col">{say("data.age")}</th>
              <th scope="col">{say("data.stale")}</th>
              <th scope="col">{say("data.late")}</th>
            </tr>
          </thead>
          <tbody>
            {(all.value ? oldest : oldest.slice(0, FIRST)).map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <button type="button" class="link" onClick={() => ((chosen.value = `asset:${one.id}`), (view.value = "now"))}>
                    <bdi>{one.name}</bdi>
                  </button>
                </th>
                <td lang="en">{one.orbit}</td>
                <td>{moment(one.epoch)}</td>
                <td>
                  <span class="age" aria-hidden="true"><i style={{ inlineSize: `${(100 * Math.max(0, one.age_days)) / most}%` }} /></span> {say("data.days", { n: Math.round(one.age_days * 10) / 10 })}
                </td>
                <td>
                  {one.too_old_for.length > 0 ? (
                    <span class="state degraded"><Mark state="degraded" />{one.too_old_for.map((use) => say(`data.use_${use}`)).join(", ")}</span>
                  ) : (
                    "–"
                  )}
                </td>
                <td>{one.late_s.map((late) => (late === null ? "–" : duration(late))).join(" / ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <button type="button" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
        {say(all.value ? "place.fewer" : "place.all", { n: oldest.length })}
      </button>
      {body.without.length > 0 && (
        <details>
          <summary>{say("data.without", { n: body.without.length })}</summary>
          <ul>
            {body.without.map((one) => (
              <li key={one.id}>
                <bdi>{one.id}</bdi>: <Said text={one.why} as="span" />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Sources({ of }: { of: Corridor | null }) {
  if (!of) return null;
  return (
    <section aria-labelledby="sources-heading">
      <h2 id="sources-heading">{say("data.sources")}</h2>
      <dl>
        {Object.entries(of.sources).map(([name, told]) => (
          <div key={name}>
            <dt><bdi>{name}</bdi></dt>
            <dd>
              {Object.entries(told).map(([key, value]) => (
                <Said key={key} text={`${key}: ${value}`} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Doubts() {
  const found = useAsked<Check>(() => "corridor/check");
  const { body, refused } = found.value;
  if (refused) return <Said text={refused} class="notice" />;
  if (!body) return null;
  const doubts = [...body.problems, ...body.disagreements];
  return (
    <section aria-labelledby="doubts-heading">
      <h2 id="doubts-heading">{say("data.doubts")}</h2>
      <p>{say(body.sound ? "data.sound" : "data.unsound")}</p>
      <ul>
        {doubts.map((one, k) => (
          <li key={k}>
            <bdi>{`${String(one["file"] ?? "")}${one["line"] ? `:${String(one["line"])}` : ""}`}</bdi>{" "}
            <Said text={String(one["says"] ?? one["why"] ?? "")} as="span" />
          </li>
        ))}
      </ul>
      <details>
        <summary>{say("data.empty", { n: body.unknown.length })}</summary>
        <ul>
          {body.unknown.map((one, k) => (
            <li key={k}>
              <bdi>{`${String(one["file"])}: ${String(one["column"])}`}</bdi>{" "}
              {say("data.empty_of", { empty: number(Number(one["empty"])), rows: number(Number(one["rows"])) })}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function Files({ of }: { of: Corridor | null }) {
  if (!of) return null;
  return (
    <details>
      <summary>{say("data.files", { n: of.files.length })}</summary>
      <ul>
        {of.files.map((one) => (
          <li key={one.name}>
            <bdi>{one.name}</bdi> <span class="about">{`${number(one.bytes)} B, SHA-256 ${one.sha256.slice(0, 16)}`}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
