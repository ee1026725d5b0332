/** Joins many single look-ups of one moment (the names in a table's cells) into few requests. */

type Names = Readonly<Record<string, string>>;

interface Waiting {
  readonly ids: readonly string[];
  readonly done: (names: Names) => void;
  readonly failed: (cause: unknown) => void;
}

/** At most `most` ids a request. An unknown id is simply not in the reply. */
export function gather(
  find: (ids: readonly string[]) => Promise<Names>,
  most = 100,
): (ids: readonly string[]) => Promise<Names> {
  let waiting: Waiting[] = [];
  function flush(): void {
    const asked = waiting;
    waiting = [];
    const ids = [...new Set(asked.flatMap((one) => one.ids))];
    const parts: (readonly string[])[] = [];
    for (let at = 0; at < ids.length; at += most) parts.push(ids.slice(at, at + most));
    Promise.all(parts.map(find)).then(
      (found) => {
        const names = Object.assign({}, ...found) as Names;
        for (const one of asked) one.done(names);
      },
      (cause: unknown) => {
        for (const one of asked) one.failed(cause);
      },
    );
  }
  return (ids) =>
    new Promise((done, failed) => {
      if (waiting.length === 0) setTimeout(flush, 8);
      waiting.push({ ids, done, failed });
    });
}
