// Figures as the reader wants them: metric or nautical, in the digits of the language.
import { units, type Spot } from "../state";
import { locale, say } from "../words/say";

const NMI_M = 1852; // exactly (BIPM)

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}

export function distance(metres: number): string {
  return units.value === "nautical" ? `${number(metres / NMI_M)} nmi` : `${number(metres / 1000)} km`;
}

export function area(km2: number): string {
  const [value, unit] = units.value === "nautical" ? [km2 / (NMI_M / 1000) ** 2, "nmi²"] : [km2, "km²"];
  return `${number(value)} ${unit}`;
}

export function rate(bps: number): string {
  const steps = [[1e9, "Gbit/s"], [1e6, "Mbit/s"], [1e3, "kbit/s"]] as const;
  const [by, unit] = steps.find(([least]) => bps >= least) ?? [1, "bit/s"];
  return `${number(bps / by, bps / by < 10 ? 2 : 0)} ${unit}`;
}

/** Seconds as hours and minutes. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${number(seconds)} s`;
  if (seconds < 7200) return `${number(seconds / 60)} min`;
  return `${number(seconds / 3600, 1)} h`;
}

export function spelled(spot: Spot): string {
  const { lat_deg: lat, lon_deg: lon } = spot;
  return `${number(Math.abs(lat), 2)}° ${say(lat < 0 ? "place.south" : "place.north")}, ${number(Math.abs(lon), 2)}° ${say(lon < 0 ? "place.west" : "place.east")}`;
}
