/** Finds every system of the city by its place in the tree: systems/<task>/<id>/system.ts. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { System } from '../../kernel/system.ts';

const root = path.resolve(import.meta.dirname, '../../systems');

function folders(at: string): readonly string[] {
  if (!existsSync(at)) return [];
  return readdirSync(at, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** A system that cannot be loaded stops the start: a city must not open with a door missing and nobody told. */
export async function findSystems(): Promise<readonly System[]> {
  const files = folders(root).flatMap((task) =>
    folders(path.join(root, task))
      .map((id) => path.join(root, task, id, 'system.ts'))
      .filter((file) => existsSync(file)),
  );
  return Promise.all(
    files.map(async (file) => {
      const loaded = (await import(pathToFileURL(file).href)) as { default: System };
      return loaded.default;
    }),
  );
}
