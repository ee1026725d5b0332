/** Code lists of quality; and the links are told who reads doubts and their findings, before anything comes. */
import type { Services } from '../../../../kernel/system.ts';
import { links } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { findingBinding } from './link/ask-far.ts';
import { doubtBinding } from './link/verify-far.ts';

export async function loadReference(services: Services): Promise<void> {
  await services
    .use(registers)
    .codeLists.loadNames({ 'data-quality verdicts': { corrected: '已更正', upheld: '维持' } });
  const all = services.use(links);
  all.bind('doubt', doubtBinding(services));
  all.bind('finding', findingBinding(services));
}
