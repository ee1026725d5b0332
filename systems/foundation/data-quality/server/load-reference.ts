/** Code lists of quality; and the links are told who reads doubts and their findings, before anything comes. */
import type { Services } from '../../../../kernel/system.ts';
import { links } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { dimensionSource, indicators } from './dimensions.ts';
import { findingBinding } from './link/ask-far.ts';
import { doubtBinding } from './link/verify-far.ts';

export async function loadReference(services: Services): Promise<void> {
  const { codeLists } = services.use(registers);
  await codeLists.loadNames({
    'data-quality verdicts': { corrected: '已更正', upheld: '维持' },
    'data-quality importances': { important: '重要', usual: '一般' },
    'data-quality rule-stages': { draft: '草稿', active: '启用', paused: '停用' },
    'data-quality rule-origins': { suggested: '建议', own: '自定' },
    'data-quality standings': { unknown: '没有结果', passing: '达标', failing: '不达标' },
  });
  await codeLists.loadNames({ 'data-quality indicators': indicators }, dimensionSource);
  const all = services.use(links);
  all.bind('doubt', doubtBinding(services));
  all.bind('finding', findingBinding(services));
}
