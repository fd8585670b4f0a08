// A question of one view, asked again when what it is about changes; the last answer stands until the next is in.
import { signal, useSignalEffect, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { read } from "../api/client";
import { verdicts } from "../state";
import { language } from "../words/say";

export interface Asked<T> {
  readonly body: T | null;
  readonly refused: string;
  readonly asking: boolean;
}

/** The answer of a path ("" asks nothing), in the language of the page, of the assessment that it shows. */
export function useAsked<T>(path: () => string): ReadonlySignal<Asked<T>> {
  const found = useMemo(() => signal<Asked<T>>({ body: null, refused: "", asking: false }), []);
  useSignalEffect(() => {
    const asked = path();
    void [language.value, verdicts.value]; // another language or assessment: asked again
    if (!asked) {
      found.value = { body: null, refused: "", asking: false };
      return;
    }
    const ending = new AbortController();
    found.value = { ...found.peek(), refused: "", asking: true };
    read<T>(asked, language.value, null, ending.signal)
      .then((came) => (found.value = { body: came?.body ?? null, refused: "", asking: false }))
      .catch((fault: unknown) => {
        if (ending.signal.aborted) return;
        found.value = { body: null, refused: fault instanceof Error ? fault.message : String(fault), asking: false };
      });
    return () => ending.abort();
  });
  return found;
}
