// A sentence that the server said: in its language, apart from the direction of the page, marked where it is not the reader's.
import { language } from "../words/say";

export function Said({ text, as: Tag = "p", class: name }: { text: string; as?: "p" | "span" | "li"; class?: string }) {
  const foreign = language.value !== "en";
  const attributes = foreign ? { lang: "en", dir: "ltr" as const } : {};
  return (
    <Tag class={[name, foreign ? "foreign" : ""].filter(Boolean).join(" ") || undefined} {...attributes}>
      {text}
    </Tag>
  );
}
