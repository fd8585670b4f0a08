// The state is a link: what is struck, agreed, drawn, chosen and looked at stands after the # of the address.
import { batch, effect } from "@preact/signals";
import {
  agreed,
  areas,
  chosen,
  local,
  minutes,
  place,
  region,
  selected,
  struck,
  theme,
  units,
  view,
  VIEWS,
  type Ring,
  type Theme,
  type View,
} from "./state";
import { language, LANGUAGES, type Language } from "./words/say";

/** Corners as "lon,lat;lon,lat"; null where that is no outline. */
function ring(said: string): Ring | null {
  const corners = said.split(";").map((one) => one.split(",").map(Number));
  const sound = corners.every(
    (one) => one.length === 2 && Math.abs(one[0] ?? NaN) <= 360 && Math.abs(one[1] ?? NaN) <= 90,
  );
  return sound && corners.length >= 3 && corners.length <= 200 ? (corners as unknown as Ring) : null;
}

const spelled = (of: Ring): string => of.map(([lon, lat]) => `${lon.toFixed(2)},${lat.toFixed(2)}`).join(";");

/** A place as "lat,lon"; null where that is none. */
export function placed(said: string): { lat_deg: number; lon_deg: number } | null {
  const found = /^\s*([-+]?\d+(?:\.\d+)?)\s*[,; ]\s*([-+]?\d+(?:\.\d+)?)\s*$/.exec(said);
  if (!found) return null;
  const [lat_deg, lon_deg] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat_deg) <= 90 && Math.abs(lon_deg) <= 180 ? { lat_deg, lon_deg } : null;
}

function fromAddress(): void {
  const said = new URLSearchParams(location.hash.slice(1));
  const asked = said.get("lang") ?? navigator.language.slice(0, 2);
  const drawn = said.getAll("area").map(ring);
  batch(() => {
    struck.value = said.getAll("without");
    agreed.value = said.getAll("agree");
    areas.value = drawn.filter((one) => one !== null);
    selected.value = said.get("need");
    chosen.value = said.get("at");
    view.value = VIEWS.find((one) => one === said.get("view")) ?? ("now" satisfies View);
    place.value = placed(said.get("place") ?? "");
    region.value = ring(said.get("region") ?? "");
    const after = said.get("after");
    minutes.value = after === null || !Number.isFinite(Number(after)) ? null : Math.min(1440, Math.max(0, Number(after)));
    local.value = said.get("time") === "local";
    units.value = said.get("units") === "nautical" ? "nautical" : "metric";
    theme.value = (["light", "dark"] as const).find((one) => one === said.get("theme")) ?? ("system" satisfies Theme);
    language.value = asked in LANGUAGES ? (asked as Language) : "en";
  });
}

function toAddress(): void {
  const said = new URLSearchParams();
  if (view.value !== "now") said.set("view", view.value);
  for (const name of struck.value) said.append("without", name);
  for (const name of agreed.value) said.append("agree", name);
  for (const one of areas.value) said.append("area", spelled(one));
  if (selected.value) said.set("need", selected.value);
  if (chosen.value) said.set("at", chosen.value);
  if (place.value) said.set("place", `${place.value.lat_deg},${place.value.lon_deg}`);
  if (region.value) said.set("region", spelled(region.value));
  if (minutes.value !== null) said.set("after", String(Math.round(minutes.value)));
  if (local.value) said.set("time", "local");
  if (units.value !== "metric") said.set("units", units.value);
  if (theme.value !== "system") said.set("theme", theme.value);
  said.set("lang", language.value);
  const hash = `#${said}`;
  if (hash !== location.hash) history.replaceState(null, "", hash);
}

export function keepAddress(): void {
  fromAddress();
  addEventListener("hashchange", fromAddress);
  effect(toAddress);
}
