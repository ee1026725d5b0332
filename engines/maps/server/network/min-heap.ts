/** A binary heap of numbered things, the least cost first; a thing may stand in it several times. */
export class MinHeap {
  readonly #items: number[] = [];
  readonly #costs: number[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: number, cost: number): void {
    let at = this.#items.length;
    this.#items.push(item);
    this.#costs.push(cost);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#costAt(parent) <= cost) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, item, cost);
  }

  /** Undefined when nothing is left. */
  pop(): { readonly item: number; readonly cost: number } | undefined {
    const [item, cost] = [this.#items[0], this.#costs[0]];
    const [lastItem, lastCost] = [this.#items.pop(), this.#costs.pop()];
    if (item === undefined || cost === undefined || lastItem === undefined || lastCost === undefined)
      return undefined;
    if (this.#items.length > 0) this.#sink(lastItem, lastCost);
    return { item, cost };
  }

  #sink(item: number, cost: number): void {
    let at = 0;
    for (;;) {
      const left = at * 2 + 1;
      if (left >= this.#items.length) break;
      const right = left + 1;
      const less = right < this.#items.length && this.#costAt(right) < this.#costAt(left) ? right : left;
      if (this.#costAt(less) >= cost) break;
      this.#move(less, at);
      at = less;
    }
    this.#put(at, item, cost);
  }

  #costAt(at: number): number {
    return this.#costs[at] ?? Infinity;
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#items[from] ?? 0, this.#costAt(from));
  }

  #put(at: number, item: number, cost: number): void {
    this.#items[at] = item;
    this.#costs[at] = cost;
  }
}
