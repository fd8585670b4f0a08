import { local } from "../state";
import { language, LANGUAGES, say, type Language } from "../words/say";

export function Settings() {
  return (
    <nav class="settings" aria-label={say("settings.language")}>
      <label>
        {say("settings.language")}{" "}
        <select value={language.value} onChange={(e) => (language.value = e.currentTarget.value as Language)}>
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say("settings.time")}{" "}
        <select
          value={local.value ? "local" : "utc"}
          onChange={(e) => (local.value = e.currentTarget.value === "local")}
        >
          <option value="utc">{say("settings.utc")}</option>
          <option value="local">{say("settings.local")}</option>
        </select>
      </label>
      {language.value !== "en" && <span class="about">{say("settings.unreviewed")}</span>}
    </nav>
  );
}
