// One voice for the interface: a key, its values, the language chosen.
import { signal } from "@preact/signals";
import { ar } from "./ar";
import { en, type Catalogue, type Key } from "./en";
import { zh } from "./zh";

export const LANGUAGES = { en: "English", zh: "中文", ar: "العربية" } as const;
export type Language = keyof typeof LANGUAGES;
const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en, zh, ar };

export const language = signal<Language>("en");

/** The language as Intl takes it: days before months in English too. */
export function locale(): string {
  return language.value === "en" ? "en-GB" : language.value;
}

export function direction(of: Language): "ltr" | "rtl" {
  return of === "ar" ? "rtl" : "ltr";
}

/** Some text of the interface. With `n` the key's plural form: "needs.count" takes "needs.count.one" and so on. */
export function say(key: Key | PluralKey, values: Record<string, string | number> = {}): string {
  const of = CATALOGUES[language.value];
  let template: string | undefined;
  if (typeof values.n === "number") {
    const form = new Intl.PluralRules(language.value).select(values.n);
    template = of[`${key}.${form}`] ?? of[`${key}.other`] ?? lookUp(`${key}.${form}`) ?? lookUp(`${key}.other`);
  }
  template ??= of[key] ?? lookUp(key) ?? key;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => isolated(values[name]));
}

type PluralKey = { [K in Key]: K extends `${infer Stem}.other` ? Stem : never }[Key];

function lookUp(key: string): string | undefined {
  return (en as Catalogue)[key];
}

/** A value inside a sentence: a number as the language writes it, a name apart from the direction around it. */
function isolated(value: string | number | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "number") return new Intl.NumberFormat(locale()).format(value);
  return direction(language.value) === "rtl" ? `\u2068${value}\u2069` : value;
}
