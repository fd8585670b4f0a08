import { useEffect, useRef } from "preact/hooks";
import type { Need } from "../api/client";
import { needs, selected, strike, supposed } from "../state";
import { say } from "../words/say";
import { Becomes, StateName } from "./mark";
import { number } from "./figures";
import { percent } from "./moments";
import { Said } from "./said";

export function Detail() {
  const need = selected.value ? needs.value.get(selected.value) : undefined;
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (need && !box.current?.open) box.current?.showModal();
  }, [need]);
  if (!need) return null;
  const after = supposed.value.verdicts.get(need.id);
  return (
    <dialog ref={box} aria-labelledby="detail-heading" onClose={() => (selected.value = null)}>
      <form method="dialog">
        <button aria-label={say("need.close")}>×</button>
      </form>
      <h2 id="detail-heading">
        <bdi>{need.id}</bdi> <Said text={need.title} as="span" />
      </h2>
      <p>
        <StateName state={need.verdict} />
      </p>
      {after && (
        <div class="consequences">
          <h3>{say("strike.follows")}</h3>
          <p>
            <StateName state={after.before} /> <Becomes /> <StateName state={after.after} />
          </p>
          <Said text={after.why} />
          <Listed heading={say("need.remedy")} items={after.remedies} />
          <h3>{say("matrix.before")}</h3>
        </div>
      )}
      <Said text={need.why} />
      {need.fortnight && <Said text={need.fortnight.says} />}
      <Listed heading={say("need.remedy")} items={need.remedies} />
      <Figures need={need} />
      {need.path.length > 0 && (
        <p>
          <b>{say("need.path")}:</b> <bdi>{need.path.join(" · ")}</bdi>
        </p>
      )}
      {need.hangs_on.length > 0 && (
        <p class="tools">
          <b>{say("need.hangs_on")}:</b>
          {need.hangs_on.map((id) => (
            <button key={id} type="button" onClick={() => (strike(id), box.current?.close())}>
              <bdi>{id}</bdi>
            </button>
          ))}
        </p>
      )}
      <Listed heading={say("need.rests_on")} items={need.rests_on.map((one) => `${one.what} (${one.basis})`)} />
    </dialog>
  );
}

function Listed({ heading, items }: { heading: string; items: readonly string[] }) {
  if (!items.length) return null;
  return (
    <>
      <h3>{heading}</h3>
      <ul>
        {items.map((one) => (
          <Said key={one} text={one} as="li" />
        ))}
      </ul>
    </>
  );
}

function Figures({ need }: { need: Need }) {
  const rows = Object.entries(need.figures);
  if (!rows.length) return null;
  return (
    <>
      <h3>{say("need.figures")}</h3>
      <ul>
        {rows.map(([name, one]) => (
          <li key={name}>
            <bdi>{name.replaceAll("_", " ")}:</bdi>{" "}
            <bdi>{one.value === null ? (one.missing ?? "–") : `${number(one.value, 2)} ${one.unit}`}</bdi>{" "}
            {one.threshold !== null && `(${say("need.asked", { threshold: `${number(one.threshold, 2)} ${one.unit}` })})`}
            {one.share !== null &&
              one.share_required !== null &&
              `; ${say("need.holds", { share: percent(one.share), required: percent(one.share_required) })}`}
          </li>
        ))}
      </ul>
    </>
  );
}
