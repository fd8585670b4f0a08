// Names on the map: written where nothing stands yet, no longer than they must be.
import type { Point } from "./frame";

type Room = readonly [x: number, y: number, w: number, h: number];
export const SIZE = 11; // pixels
const LONGEST = 24; // letters of a name on the map; the card has the whole
function short(name: string): string {
  const said = name.replace(/\p{Cf}/gu, ""); // no name turns the writing about
  return said.length <= LONGEST ? said : `${said.slice(0, LONGEST - 1).trimEnd()}…`;
}


/** Places names where nothing stands yet. */
export class Names {
  private readonly taken: Room[];

  constructor(taken: Room[] = []) {
    this.taken = taken;
  }

  /** The same, to which more may be added: what moves is written anew each time. */
  copy(): Names {
    return new Names([...this.taken]);
  }

  take(room: Room): void {
    this.taken.push(room);
  }

  free([x, y, w, h]: Room): boolean {
    return !this.taken.some(([a, b, c, d]) => x < a + c && a < x + w && y < b + d && b < y + h);
  }

  /** Write a name at one of the places about a point, or nowhere. */
  write(ctx: CanvasRenderingContext2D, whole: string, [x, y]: Point, away = 5): boolean {
    const name = short(whole);
    const w = ctx.measureText(name).width;
    const places: Point[] = [[x + away, y + 4], [x - away - w, y + 4], [x - w / 2, y - away - 2], [x - w / 2, y + away + SIZE]];
    for (const [left, base] of places) {
      const room: Room = [left - 1, base - SIZE, w + 2, SIZE + 3];
      if (!this.free(room)) continue;
      this.take(room);
      ctx.strokeText(name, left, base);
      ctx.fillText(name, left, base);
      return true;
    }
    return false;
  }
}
