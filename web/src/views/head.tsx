import { lostSince, needs, stranger, supposed, supposing, trouble, verdicts, worstFirst } from "../state";
import { say } from "../words/say";
import { Becomes, StateName } from "./mark";
import { moment } from "./moments";
import { Said } from "./said";

/** What is read first: what is red, why, what to do; or, where something is supposed, what follows from it. */
export function Head() {
  const found = verdicts.value;
  return (
    <header>
      <div role="status" aria-live="polite" class="notices">
        {lostSince.value && <p class="notice lost">{say("head.lost_link", { since: moment(lostSince.value) })}</p>}
        {trouble.value && <Said text={trouble.value} class="notice" />}
      </div>
      {found ? (
        <>
          <h1>{say("title.page", { corridor: found.corridor })}</h1>
          <p class="about">
            {say("head.as_of", { at: moment(found.at) })}
            {!found.whole && ` · ${say("head.day_only")}`}
          </p>
          <div role="status" aria-live="polite">
            {supposing.value ? <Follows /> : <Stands />}
          </div>
        </>
      ) : (
        !stranger.value && <p class="headline">{say("head.reading")}</p>
      )}
    </header>
  );
}

function Stands() {
  const headline = verdicts.value?.headline;
  if (!headline) return null;
  return (
    <>
      <Said text={headline.says} class="headline" />
      {headline.why && <Said text={headline.why} class="cause" />}
      {headline.remedy && <Remedy text={headline.remedy} />}
    </>
  );
}

/** The worst need of those that change, in its state, with its cause and the nearest remedy. */
function Follows() {
  const found = supposed.value;
  if (found.refused) return <Said text={found.refused} class="notice" />;
  const states = found.states;
  if (!states) return <p class="headline">{say("strike.asking")}</p>;
  const changed = states.worse.length ? states.worse : states.better;
  const worst = states.needs
    .filter((one) => changed.includes(one.need))
    .map((one) => ({ ...one, state: one.after, priority: needs.value.get(one.need)?.priority ?? 9 }))
    .toSorted(worstFirst)[0];
  const told = worst && found.verdicts.get(worst.need);
  return (
    <>
      <p class="headline">
        {states.worse.length ? say("strike.worse", { n: states.worse.length }) : say("strike.nothing")}
        {states.better.length > 0 && ` ${say("strike.better", { n: states.better.length })}`}
      </p>
      {worst && (
        <p>
          <b>
            <bdi>{worst.need}</bdi> <Said text={needs.value.get(worst.need)?.title ?? ""} as="span" />
          </b>{" "}
          <StateName state={worst.before} /> <Becomes /> <StateName state={worst.after} />
        </p>
      )}
      {told && <Said text={told.why} class="cause" />}
      {told?.remedies[0] && <Remedy text={told.remedies[0]} />}
      {found.asking && <p class="about">{say("strike.asking")}</p>}
    </>
  );
}

function Remedy({ text }: { text: string }) {
  return (
    <p class="remedy">
      <b>{say("need.remedy")}:</b> <Said text={text} as="span" />
    </p>
  );
}
