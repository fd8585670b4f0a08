import type { Signal } from "@preact/signals";
import { local, theme, units, view, VIEWS } from "../state";
import { language, LANGUAGES, say } from "../words/say";

export function Settings() {
  return (
    <div class="settings">
      <nav aria-label={say("nav.pages")}>
        {VIEWS.map((one) => (
          <button key={one} type="button" aria-current={view.value === one ? "page" : undefined} onClick={() => (view.value = one)}>
            {say(`nav.${one}`)}
          </button>
        ))}
      </nav>
      <details>
        <summary>{say("settings.heading")}</summary>
        <div class="choices">
          <Choice of={language} label={say("settings.language")} choices={LANGUAGES} named />
          <label>
            {say("settings.time")}{" "}
            <select value={local.value ? "local" : "utc"} onChange={(e) => (local.value = e.currentTarget.value === "local")}>
              <option value="utc">{say("settings.utc")}</option>
              <option value="local">{say("settings.local")}</option>
            </select>
          </label>
          <Choice of={units} label={say("settings.units")} choices={{ metric: say("settings.metric"), nautical: say("settings.nautical") }} />
          <Choice
            of={theme}
            label={say("settings.theme")}
            choices={{ system: say("settings.system"), light: say("settings.light"), dark: say("settings.dark") }}
          />
        </div>
      </details>
      {language.value !== "en" && <span class="about">{say("settings.unreviewed")}</span>}
    </div>
  );
}

function Choice<T extends string>({ of, label, choices, named = false }: { of: Signal<T>; label: string; choices: Record<T, string>; named?: boolean }) {
  return (
    <label>
      {label}{" "}
      <select value={of.value} onChange={(e) => (of.value = e.currentTarget.value as T)}>
        {(Object.entries(choices) as [T, string][]).map(([code, name]) => (
          <option key={code} value={code} lang={named ? code : undefined}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
