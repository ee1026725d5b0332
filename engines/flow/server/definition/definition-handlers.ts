/** Handlers of the routes of process definitions. */
import type { Handlers } from '../../../../kernel/system.ts';
import { flowErrors } from '../../contract.ts';
import { writeModel } from '../bpmn/write-model.ts';
import type { definitionRoutes } from '../../process/routes.ts';
import {
  addDraft,
  changeDraft,
  type DraftSources,
  findDraft,
  judgeDraft,
  removeDraft,
  showDraft,
  simpleOf,
} from './keep-drafts.ts';
import { drawVersion, listProcesses } from './list-processes.ts';
import { publishDraft, retireVersion } from './publish-definition.ts';
import { findInForce } from './version-in-force.ts';
import { writeSimple } from './simple/write-simple.ts';
import { describeVocabulary } from './vocabulary.ts';

const done = { done: true } as const;

export function definitionHandlers(sources: DraftSources): Handlers<typeof definitionRoutes> {
  const { kinds } = sources;
  return {
    processes: () => listProcesses(sources),
    async processVersion({ type, version }) {
      const kind = kinds.get(type);
      const xml = await drawVersion(sources, kind, version);
      return { type, typeTitle: kind.declaration.title, version, xml };
    },
    processVocabulary: ({ type }) => describeVocabulary(sources, kinds.get(type)),
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
