/** Finds the contract of every system and engine on disk, for scripts and tests that look at the whole city. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyContract } from '../kernel/contract.ts';

export const repositoryRoot = fileURLToPath(new URL('..', import.meta.url));

export interface SystemFolder {
  /** 'systems/governance/urban-management', 'engines/access'. */
  readonly path: string;
  /** undefined when the folder has no contract, or none that loads; then `problem` says why. */
  readonly contract: AnyContract | undefined;
  readonly problem: string | undefined;
}

/** Every `systems/<task>/<id>` folder, in the order of their paths. Empty while there are no systems. */
export async function loadSystemFolders(): Promise<readonly SystemFolder[]> {
  const folders: SystemFolder[] = [];
  for (const task of foldersIn('systems')) {
    for (const id of foldersIn(`systems/${task}`)) folders.push(await loadFolder(`systems/${task}/${id}`));
  }
  return folders;
}

/** Every engine that has a contract (pages, routes); one without is no fault. */
export async function loadEngineFolders(): Promise<readonly SystemFolder[]> {
  const folders: SystemFolder[] = [];
  for (const id of foldersIn('engines')) {
    if (existsSync(`${repositoryRoot}engines/${id}/contract.ts`))
      folders.push(await loadFolder(`engines/${id}`));
  }
  return folders;
}

async function loadFolder(path: string): Promise<SystemFolder> {
  if (!existsSync(`${repositoryRoot}${path}/contract.ts`))
    return { path, contract: undefined, problem: 'no contract.ts' };
  try {
    const loaded: { default?: AnyContract } = await import(
      new URL(`../${path}/contract.ts`, import.meta.url).href
    );
    if (loaded.default === undefined)
      return { path, contract: undefined, problem: 'contract.ts has no default export' };
    return { path, contract: loaded.default, problem: undefined };
  } catch (error) {
    return { path, contract: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}

function foldersIn(path: string): readonly string[] {
  if (!existsSync(repositoryRoot + path)) return [];
  return readdirSync(repositoryRoot + path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
