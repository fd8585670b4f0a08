// What if? Asked whenever what is struck, agreed or drawn changes; the parts come as they are found.
import { effect } from "@preact/signals";
import { suppose, type Supposal } from "./api/client";
import { agreed, areas, NOTHING, struck, supposed, type Ring, type Supposed } from "./state";
import { language } from "./words/say";

let asking: AbortController | null = null;

/** A ring as GeoJSON, closed. */
export function polygon(of: Ring): { type: "Polygon"; coordinates: number[][][] } {
  const first = of[0] ?? [0, 0];
  return { type: "Polygon", coordinates: [[...of, first].map((one) => [...one])] };
}

async function ask(asked: Supposal, said: string): Promise<void> {
  asking?.abort();
  if (!asked.losses.length && !asked.terms.length && !asked.areas.length) {
    supposed.value = NOTHING;
    return;
  }
  const mine = (asking = new AbortController());
  supposed.value = { ...NOTHING, asking: true };
  const put = (more: Partial<Supposed>): void => {
    if (asking === mine) supposed.value = { ...supposed.peek(), ...more };
  };
  try {
    await suppose(asked, said, mine.signal, (part) => {
      if (part.stage === "states") put({ states: part });
      if (part.stage === "verdict") put({ verdicts: new Map([...supposed.peek().verdicts, [part.need, part]]) });
      if (part.stage === "failed" && part.detail) put({ refused: part.detail });
    });
    put({ asking: false });
  } catch (fault) {
    if (mine.signal.aborted) return;
    put({ asking: false, refused: fault instanceof Error ? fault.message : String(fault) });
  }
}

export function keepSupposing(): void {
  effect(() => {
    const asked = { losses: [...struck.value], terms: [...agreed.value], areas: areas.value.map(polygon) };
    void ask(asked, language.value);
  });
}
