import { minutes } from "../state";
import { begin_ms, DAY_MIN, isNow, minute_ms, play, playing, toNow } from "../time";
import { say } from "../words/say";
import { moment } from "./moments";

/** The moment that the map shows, in the day from the assessment's. */
export function Slider() {
  if (!Number.isFinite(begin_ms.value)) return null;
  const told = moment(new Date(minute_ms.value));
  return (
    <div class="slider">
      <button type="button" aria-pressed={playing.value} onClick={() => play(!playing.value)}>
        {say(playing.value ? "time.pause" : "time.play")}
      </button>
      <button type="button" disabled={minutes.value === null} onClick={toNow}>
        {say(isNow.value ? "time.now" : "time.begin")}
      </button>
      <input
        type="range"
        min={0}
        max={DAY_MIN}
        step={1}
        value={Math.round((minute_ms.value - begin_ms.value) / 60_000)}
        aria-label={say("time.slider")}
        aria-valuetext={told}
        onInput={(e) => (play(false), (minutes.value = Number(e.currentTarget.value)))}
      />
      <output>{told}</output>
    </div>
  );
}
