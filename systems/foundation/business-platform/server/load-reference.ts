/** At every start: code lists, and the interfaces as the systems declare them now. */
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { codeLists } from '../data/code-lists.ts';
import { loadDeclared } from './declared.ts';

export async function loadReference(services: Services): Promise<void> {
  await services.use(registers).codeLists.loadNames(codeLists);
  await loadDeclared(services);
}
