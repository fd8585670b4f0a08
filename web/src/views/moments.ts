// Moments as the reader wants them: UTC, or the local time of the machine.
import { local } from "../state";
import { locale, say } from "../words/say";

export function moment(utc: string | Date): string {
  const at = typeof utc === "string" ? new Date(utc) : utc;
  const zone = local.value ? undefined : "UTC";
  return new Intl.DateTimeFormat(locale(), {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
    ...(zone ? { timeZone: zone } : {}),
  }).format(at);
}

/** The time of day alone. */
export function clock(at_ms: number): string {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(local.value ? {} : { timeZone: "UTC" }) }).format(at_ms);
}

/** A moment in a narrow cell, whose heading names the zone. */
export function brief(utc: string): string {
  return new Intl.DateTimeFormat(locale(), {
    day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(local.value ? {} : { timeZone: "UTC" }),
  }).format(new Date(utc));
}

/** What moments are told in. */
export function zone(): string {
  return local.value ? say("settings.local") : say("settings.utc");
}

export function day(utc: string): string {
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(utc),
  );
}

export function percent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 1 }).format(share);
}
