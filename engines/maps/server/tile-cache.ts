/** Keeps tiles that were made, within a bound, and makes each of them once even when many ask at the same moment. */
import type { Tile } from '../service.ts';

export interface CachedTile {
  readonly tile: Tile;
  /** Version of the layer's data that it shows. */
  readonly version: number;
  /** Milliseconds. */
  readonly madeAt: number;
}

/** Least recently used goes first; also bounded by bytes, since a dense tile weighs a hundred sparse ones. */
export class TileCache {
  readonly #tiles = new Map<string, CachedTile>();
  readonly #making = new Map<string, Promise<Tile>>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  find(key: string): CachedTile | undefined {
    const found = this.#tiles.get(key);
    if (found === undefined) return undefined;
    this.#tiles.delete(key);
    this.#tiles.set(key, found);
    return found;
  }

  /** `most` tiles are kept; zero keeps none. */
  keep(key: string, made: CachedTile, most: number): void {
    this.#drop(key);
    this.#tiles.set(key, made);
    this.#bytes += made.tile.body.byteLength;
    for (const oldest of this.#tiles.keys()) {
      if (this.#tiles.size <= most && this.#bytes <= this.#mostBytes) break;
      this.#drop(oldest);
    }
  }

  /** Joins a making under way under the same key. */
  async once(key: string, make: () => Promise<Tile>): Promise<Tile> {
    const underway = this.#making.get(key);
    if (underway !== undefined) return underway;
    const making = make().finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    return making;
  }

  #drop(key: string): void {
    const old = this.#tiles.get(key);
    if (old === undefined) return;
    this.#tiles.delete(key);
    this.#bytes -= old.tile.body.byteLength;
  }
}
