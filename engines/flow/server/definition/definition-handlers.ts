/** Handlers of the routes of process definitions. */
import type { Handlers } from '../../../../kernel/system.ts';
import type { WorkingCalendar } from '../../../../kernel/working-time.ts';
import { flowErrors } from '../../contract.ts';
import { writeModel } from '../bpmn/write/write-model.ts';
import type { definitionRoutes } from '../../routes/definition-routes.ts';
import { type HeatQuery, measureNodes, slowestCases } from './heat/measure-nodes.ts';
import {
  addDraft,
  changeDraft,
  type DraftSources,
  findDraft,
  judgeDraft,
  removeDraft,
  showDraft,
  simpleOf,
} from './draft/keep-drafts.ts';
import { drawVersion, listProcesses } from './list-processes.ts';
import { publishDraft, retireVersion } from './draft/publish-definition.ts';
import { plainFacts } from '../case/gather-facts.ts';
import { boundsOf } from '../graph/case/gather-token-facts.ts';
import { playTrial, type TrialFacts } from './simulate/play-trial.ts';
import { simulateProcess } from './simulate/simulate-process.ts';
import { findInForce } from './version-in-force.ts';
import { writeSimple } from './simple/write-simple.ts';
import { describeVocabulary } from './draft/vocabulary.ts';

const done = { done: true } as const;
const dayMilliseconds = 86_400_000;
const mostSlow = 30;

export function definitionHandlers(
  sources: DraftSources,
  calendar: () => WorkingCalendar,
): Handlers<typeof definitionRoutes> {
  const { kinds, store, evaluate } = sources;
  const heat = () => ({ store, calendar: calendar() });
  const heatQuery = (
    {
      type,
      days,
      version,
    }: { readonly type: string; readonly days: number; readonly version?: number | undefined },
    now: Date,
  ): HeatQuery => ({
    kind: kinds.get(type),
    table: sources.registers.all().find(({ id }) => id === type)?.table ?? '',
    version,
    from: new Date(now.getTime() - days * dayMilliseconds),
    until: new Date(now.getTime() + 1),
  });
  const trialFacts = (): TrialFacts => ({
    ...plainFacts({ store, calendar }, store.clock.now()),
    bounds: boundsOf(sources),
    evaluate,
  });
  return {
    processes: () => listProcesses(sources),
    async processVersion({ type, version }) {
      const kind = kinds.get(type);
      const xml = await drawVersion(sources, kind, version);
      return { type, typeTitle: kind.declaration.title, version, xml };
    },
    processVocabulary: ({ type }) => describeVocabulary(sources, kinds.get(type)),
    processHeat: (input, { now }) => measureNodes(heat(), heatQuery(input, now)),
    async heatCases({ node, ...input }, { now, principal }) {
      const query = heatQuery(input, now);
      const slowest = await slowestCases(heat(), query, node, mostSlow);
      const ids = [...new Set(slowest.map(({ id }) => id))];
      // What he may not see of the cases, the list of them does not tell.
      const seen = await Promise.all(ids.map((id) => query.kind.rows.find(principal, id)));
      const rows = new Map(seen.flatMap((row) => (row === undefined ? [] : [[row.id, row] as const])));
      const shown = slowest.flatMap(({ id, ...each }) => {
        const row = rows.get(id);
        if (row === undefined) return [];
        return [{ ...each, title: query.kind.titleOf(row), link: query.kind.link(id) }];
      });
      return { rows: shown, hidden: slowest.length - shown.length };
    },
    async startDraft({ type, version, xml }, { principal }) {
      const kind = kinds.get(type);
      if (xml !== undefined)
        return showDraft(sources, await addDraft(sources, principal, kind, { xml, basedOn: null }));
      const basedOn = version ?? (await findInForce(sources.store, kind));
      const drawn = await drawVersion(sources, kind, basedOn);
      return showDraft(sources, await addDraft(sources, principal, kind, { xml: drawn, basedOn }));
    },
    draft: async ({ id }) => showDraft(sources, await findDraft(sources, id)),
    async saveDraft({ id, revision, xml }, { principal }) {
      const { type } = await findDraft(sources, id);
      // What is no BPMN is refused before anything is written.
      await judgeDraft(sources, kinds.get(type), xml);
      return showDraft(sources, await changeDraft(sources, principal, { id, revision }, { xml }));
    },
    async simpleView({ id }) {
      const row = await findDraft(sources, id);
      const simple = simpleOf(await judgeDraft(sources, kinds.get(row.type), row.xml));
      if (typeof simple === 'string') throw flowErrors.notSimple({ reason: simple });
      return simple;
    },
    async saveSimple({ id, revision, simple }, { principal }) {
      const row = await findDraft(sources, id);
      const kind = kinds.get(row.type);
      const judgement = await judgeDraft(sources, kind, row.xml);
      const now = simpleOf(judgement);
      // Only what the simple view shows in full may be written from it.
      if (typeof now === 'string' || judgement.model === undefined)
        throw flowErrors.notSimple({ reason: typeof now === 'string' ? now : '' });
      const xml = await writeModel(writeSimple(judgement.model, simple), { id: row.type });
      return showDraft(sources, await changeDraft(sources, principal, { id, revision }, { xml }));
    },
    async checkDraft({ id, revision }, { principal }) {
      const row = await findDraft(sources, id);
      const { errors } = await judgeDraft(sources, kinds.get(row.type), row.xml);
      if (errors > 0) return showDraft(sources, row);
      return showDraft(sources, await changeDraft(sources, principal, { id, revision }, { checked: true }));
    },
    async simulateDraft({ id, plan }, { now }) {
      const row = await findDraft(sources, id);
      const { model, errors } = await judgeDraft(sources, kinds.get(row.type), row.xml);
      if (model === undefined || errors > 0) throw flowErrors.notValid({ count: Math.max(1, errors) });
      const steps = sources.store.settings.value('flow.simulation-steps');
      return simulateProcess(model, plan, calendar(), now, { steps });
    },
    async tryDraft({ id, plan }, { now }) {
      const row = await findDraft(sources, id);
      const { model, errors } = await judgeDraft(sources, kinds.get(row.type), row.xml);
      if (model === undefined || errors > 0) throw flowErrors.notValid({ count: Math.max(1, errors) });
      return playTrial(model, plan, trialFacts(), now);
    },
    async removeDraft({ id, revision }, { principal }) {
      await removeDraft(sources, principal, { id, revision });
      return done;
    },
    async publishDraft({ id, revision, note }, { principal }) {
      return publishDraft(sources, principal, { id, revision }, note);
    },
    async retireVersion(input, { principal }) {
      if (kinds.find(input.type) === undefined) throw flowErrors.versionGone();
      await retireVersion(sources, principal, input);
      return done;
    },
  };
}
