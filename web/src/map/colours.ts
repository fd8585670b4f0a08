// The colours of the page as the canvas takes them: read from the style sheet, in light and dark alike.
const NAMES = [
  "sea", "land", "coast", "grid", "ink", "soft", "faint", "sheet", "link", "cable", "sky", "trail",
  "met", "degraded", "not-met", "unknown", "season", "met-fill", "degraded-fill", "not-met-fill", "unknown-fill", "season-fill",
] as const;
export type Colour = (typeof NAMES)[number];
export type Colours = Readonly<Record<Colour, string>>;

export function coloursOf(element: HTMLElement): Colours {
  const probe = element.ownerDocument.createElement("i");
  element.append(probe);
  const found = {} as Record<Colour, string>;
  for (const name of NAMES) {
    probe.style.color = `var(--${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}
