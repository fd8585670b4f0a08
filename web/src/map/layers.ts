// Which things the map shows, as the reader wants them.
import { signal } from "@preact/signals";

export const LAYERS = ["needs", "stations", "cables", "satellites", "tracks", "names", "beams"] as const;
const AT_FIRST: readonly string[] = ["needs", "stations", "cables", "satellites", "tracks"];
export const layers = signal<ReadonlySet<string>>(new Set(AT_FIRST));
