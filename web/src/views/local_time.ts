// The time of day at a place: by the clocks of its country, as far as the browser knows them, and by the mean Sun.
import { locale, say } from "../words/say";

interface WithZones {
  getTimeZones?: () => string[] | undefined;
}

/** The zones of a country; none where the browser does not know, or knows of many. */
function zones(country: string): string[] {
  try {
    const found = (new Intl.Locale("und", { region: country }) as unknown as WithZones).getTimeZones?.() ?? [];
    return found.length <= 2 ? found : [];
  } catch {
    return []; // no country of the standard
  }
}

function clock(at_ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat(locale(), { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(at_ms);
}

export function localTimes(at_ms: number, lon_deg: number, countries: readonly string[]): string[] {
  const civil = [...new Set(countries.flatMap(zones))].map((zone) =>
    say("place.clock", { at: clock(at_ms, zone), zone: zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone }),
  );
  const solar = say("place.solar", { at: clock(at_ms + (lon_deg / 15) * 3_600_000, "UTC") });
  return [...civil, solar];
}
