/** Tells open pages which case changed, each only those whose reading reaches it; nothing is kept, and a page asks for the case itself. */
import type { Delivered } from '../../../../kernel/system.ts';
import type { MessageService } from '../../../messages/service.ts';
import type { Consumer, Work } from '../../../store/index.ts';
import type { CaseKinds } from '../case/case-kinds.ts';
import { governedCase } from '../case/decide-powers.ts';
import type { CaseChanged } from '../case/tell-change.ts';
import type { CaseFacts } from '../step/types.ts';

/** More in one batch is an import: pages learn of it when they look again. */
const mostTold = 50;

async function pushOne(
  messages: MessageService,
  kinds: CaseKinds,
  change: CaseChanged,
  work: Work,
): Promise<void> {
  const kind = kinds.find(change.type);
  const row = (await kind?.rows.trusted.find(work.db, change.id)) as unknown as CaseFacts | undefined;
  if (kind === undefined || row === undefined) return;
  const about = governedCase(row, undefined);
  const { type, id, stage } = change;
  work.afterCommit(() =>
    messages.push(`${kind.system}:${kind.declaration.allow.read}`, { type, id, stage }, about),
  );
}

export function pushConsumer(messages: MessageService, kinds: CaseKinds): Consumer {
  return {
    name: 'flow.push',
    on: ['case.changed'],
    batch: 200,
    async run(events: readonly Delivered[], work) {
      // Of several steps of one case only the last is news.
      const last = new Map(
        events.map((event) => [(event.payload as CaseChanged).id, event.payload as CaseChanged]),
      );
      if (last.size > mostTold) return;
      await Promise.all([...last.values()].map((change) => pushOne(messages, kinds, change, work)));
    },
  };
}
