// Moments as the reader wants them: UTC, or the local time of the machine.
import { local } from "../state";
import { locale } from "../words/say";

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

export function day(utc: string): string {
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(utc),
  );
}

export function percent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 1 }).format(share);
}
