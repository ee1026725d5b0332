/** Code lists of the national guide, and the registers of all systems as entries. */
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { codeLists, codeSource } from '../data/code-lists.ts';
import { enterRegisters } from './enter-registers.ts';

export async function loadReference(services: Services): Promise<void> {
  const entries = Object.entries(codeLists).flatMap(([list, names]) =>
    // Keys that look like numbers would come in the order of numbers: '0100' and '10' stay texts either way.
    Object.entries(names).map(([code, name], order) => ({
      list,
      code,
      name,
      parent: null,
      order,
      validFrom: null,
      validTo: null,
      source: codeSource,
      attributes: {},
    })),
  );
  await services.use(registers).codeLists.load(entries);
  await enterRegisters(services);
}
