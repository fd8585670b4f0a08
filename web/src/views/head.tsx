import { lostSince, stranger, trouble, verdicts } from "../state";
import { say } from "../words/say";
import { moment } from "./moments";
import { Said } from "./said";

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
          <Said text={found.headline.says} class="headline" />
          {found.headline.why && <Said text={found.headline.why} class="cause" />}
          {found.headline.remedy && (
            <p class="remedy">
              <b>{say("need.remedy")}:</b> <Said text={found.headline.remedy} as="span" />
            </p>
          )}
        </>
      ) : (
        !stranger.value && <p class="headline">{say("head.reading")}</p>
      )}
    </header>
  );
}
