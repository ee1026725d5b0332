/** The registers engine over a fresh database, for one test file. */
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import { openRegisters, type RegisterEngine } from '../create-registers.ts';
import { registerTables } from '../shape/declare-tables.ts';
import {
  chief,
  clerk,
  findArea,
  grantAccess,
  lampCodes,
  lampContract,
  locate,
  type OpenAccess,
} from './lamps.ts';

export interface OpenLamps {
  readonly store: TestStore;
  readonly access: OpenAccess;
  readonly engine: RegisterEngine;
}

export async function openLamps(options: { placesModule?: string } = {}): Promise<OpenLamps> {
  const store = await openTestStore({ tables: registerTables([lampContract]) });
  const access = grantAccess([chief, clerk]);
  const engine = await openRegisters({
    contracts: [lampContract],
    store,
    access,
    findArea,
    locate,
    ...options,
  });
  await engine.service.codeLists.load(lampCodes);
  return { store, access, engine };
}
