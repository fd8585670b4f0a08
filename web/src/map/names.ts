// Names on the map: written where nothing stands yet, no longer than they must be.
import type { Point } from "./frame";

type Room = readonly [x: number, y: number, w: number, h: number];
export const SIZE = 11; // pixels
const LONGEST = 24; // letters of a name on the map; the card has the whole
const ROWS = 4096; // of cells, more than any screen has
const CELL: Point = [64, 16]; // pixels: a name is compared with those that share a cell with it

function short(name: string): string {
  const said = name.replace(/\p{Cf}/gu, ""); // no name turns the writing about
  return said.length <= LONGEST ? said : `${said.slice(0, LONGEST - 1).trimEnd()}…`;
}

/** Places names where nothing stands yet. */
export class Names {
  private readonly cells = new Map<number, Room[]>();

  constructor(
    private readonly under: Names | null = null,
    private readonly widths = new Map<string, readonly [said: string, width: number]>(),
  ) {}

  /** The same, to which more may be added: what moves is written anew each time. */
  copy(): Names {
    return new Names(this, this.widths);
  }

  take(room: Room): void {
    const [x, y, w, h] = room;
    for (let i = Math.floor(x / CELL[0]); i * CELL[0] <= x + w; i++)
      for (let j = Math.floor(y / CELL[1]); j * CELL[1] <= y + h; j++) {
        const there = this.cells.get(i * ROWS + j);
        if (there) there.push(room);
        else this.cells.set(i * ROWS + j, [room]);
      }
  }

  free(room: Room): boolean {
    const [x, y, w, h] = room;
    for (let i = Math.floor(x / CELL[0]); i * CELL[0] <= x + w; i++)
      for (let j = Math.floor(y / CELL[1]); j * CELL[1] <= y + h; j++) {
        const there = this.cells.get(i * ROWS + j);
        if (there) for (const [a, b, c, d] of there) if (x < a + c && a < x + w && y < b + d && b < y + h) return false;
      }
    return this.under?.free(room) ?? true;
  }

  /** Write a name at one of the places about a point, or nowhere. */
  write(ctx: CanvasRenderingContext2D, whole: string, [x, y]: Point, away = 5): boolean {
    const [name, w] = this.measured(ctx, whole);
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

  /** As it is written, and how wide that is; measured once in each size and weight. */
  private measured(ctx: CanvasRenderingContext2D, whole: string): readonly [string, number] {
    const key = `${ctx.font} ${whole}`;
    let found = this.widths.get(key);
    if (!found) {
      const said = short(whole);
      this.widths.set(key, (found = [said, ctx.measureText(said).width]));
    }
    return found;
  }
}
