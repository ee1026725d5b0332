/** A register with many points and the map on it, without the rest of a city: for the figures of tiles and of areas. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { countyOutlines, isInCity, locateCounty } from '../../city/outlines.ts';
import mapsContract from '../../engines/maps/contract.ts';
import { createMaps, type MapService } from '../../engines/maps/index.ts';
import { openRegisters, pointReader, registerTables } from '../../engines/registers/index.ts';
import { grantAccess, person } from '../../engines/registers/server/test-support/lamps.ts';
import { openStore, sql, startEmbeddedPostgres, type Store } from '../../engines/store/index.ts';
import type { Principal } from '../../kernel/access.ts';
import type { AnyContract, SettingSpec } from '../../kernel/contract.ts';
import { newId } from '../../kernel/ids.ts';

/** Two thirds of the points crowd in the inner city, as parts and cases do. */
function scatter(index: number): { readonly at: string; readonly community: string } {
  const inner = index % 3 !== 0;
  const lon = inner ? 115.75 + Math.random() * 0.14 : 115.0 + Math.random() * 1.4;
  const lat = inner ? 32.85 + Math.random() * 0.1 : 32.5 + Math.random();
  return { at: `(${lon.toFixed(6)},${lat.toFixed(6)})`, community: `34120${2 + (index % 3)}001001` };
}

export interface PartsMap {
  readonly store: Store;
  /** May read every part of the city. */
  readonly reader: Principal;
  readonly access: ReturnType<typeof grantAccess>;
  /** A map that has seen nothing yet. */
  make(): MapService;
  close(): Promise<void>;
}

/** `contract` declares 'bench.parts' with code, place, at and the `more` columns, whose values are given by row number. */
export async function openPartsMap(
  contract: AnyContract,
  given: {
    readonly rows: number;
    readonly more: Readonly<Record<string, (index: number) => string>>;
    readonly settingsOf?: readonly AnyContract[];
  },
): Promise<PartsMap> {
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const server = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  const settings = Object.fromEntries(
    [mapsContract as AnyContract, ...(given.settingsOf ?? [])].flatMap(({ id, settings: own }) =>
      Object.entries((own ?? {}) as Readonly<Record<string, SettingSpec>>).map(([name, spec]) => [
        `${id}.${name}`,
        spec,
      ]),
    ),
  );
  const store = await openStore({
    url: server.url,
    dataDirectory: folder,
    tables: registerTables([contract]),
    settings,
  });
  const reader = person('reader', {
    'bench:read': [{ scope: { kind: 'area', area: '341200000000' }, clearance: 'internal' }],
  });
  const access = Object.assign(
    Object.defineProperty(grantAccess([reader]), 'contracts', { value: [contract, mapsContract] }),
    { findPrincipal: async () => reader },
  );
  const engine = await openRegisters({
    contracts: [contract],
    store,
    access,
    findArea: () => undefined,
    locate: locateCounty,
  });
  const names = Object.keys(given.more);
  function* lines() {
    for (let index = 0; index < given.rows; index += 1) {
      const { at, community } = scatter(index);
      const values = names.map((name) => given.more[name]?.(index) ?? '');
      yield `${[newId(), 'bench', 'bench', `P${index}`, community, at, ...values].join('\t')}\n`;
    }
  }
  const columns = ['id', 'created_by', 'updated_by', 'code', 'place', 'at', ...names];
  await store.transaction((work) => store.copyIn(work, 'bench_parts', columns, lines()));
  await sql`vacuum analyze bench_parts`.execute(store.db);
  return {
    store,
    reader,
    access,
    make: () =>
      createMaps({
        store,
        access,
        registers: engine.service,
        points: pointReader(engine),
        outlines: countyOutlines,
        locate: locateCounty,
        isInCity,
        divisions: [],
        areaName: () => undefined,
      }),
    async close() {
      await store.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Milliseconds of each. */
export async function timeEach<T>(
  asked: readonly T[],
  ask: (each: T) => Promise<unknown>,
): Promise<readonly number[]> {
  const done: number[] = [];
  for (const each of asked) {
    const started = performance.now();
    await ask(each);
    done.push(performance.now() - started);
  }
  return done;
}
