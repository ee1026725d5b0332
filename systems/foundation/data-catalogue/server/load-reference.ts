/** Code lists of the national guide, and the registers of all systems as entries. */
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { codeLists, codeSource } from '../data/code-lists.ts';
import { gradingLists, gradingSource } from '../data/grading.ts';
import { loadCodeTables } from './code-tables.ts';
import { loadElements } from './load-elements.ts';
import { enterRegisters } from './enter-registers.ts';

export async function loadReference(services: Services): Promise<void> {
  // Keys that look like numbers would come in the order of numbers: '0100' and '10' stay texts either way.
  await services.use(registers).codeLists.loadNames(codeLists, codeSource);
  await services.use(registers).codeLists.loadNames(gradingLists, gradingSource);
  await loadCodeTables(services);
  await loadElements(services);
  await enterRegisters(services);
}
