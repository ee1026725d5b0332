/** Rules on parallel work: joins that can never complete, work that comes twice because branches were brought together without a join. */
import type { Checking } from './checking.ts';
import { exploreTokens } from './explore-tokens.ts';

export function checkTokens({ graph, report, nameOf }: Checking, mostStates: number): void {
  for (const scope of graph.scopes) {
    const { stuck, doubled, cut } = exploreTokens(graph, scope, mostStates);
    for (const [join, arrived] of stuck) {
      const missing = graph.incoming(join).filter((flow) => !arrived.has(flow.id));
      const sources = (missing.length > 0 ? missing : graph.incoming(join)).map((flow) => nameOf(flow.from));
      report(
        'error',
        'join-stuck',
        join,
        `有的走法里，${nameOf(join)}要等的 ${sources.join('、')} 那一路不会再来，案件会停在这里`,
      );
    }
    for (const target of doubled)
      report(
        'warning',
        'twice',
        target,
        `并行的几路没有汇合就到了${nameOf(target)}，同一件事会办几遍，请先用并行网关汇合`,
      );
    if (cut)
      report(
        'notice',
        'explored',
        scope === '' ? undefined : scope,
        `流程走法太多，只检查了前 ${mostStates} 种状态`,
      );
  }
}
