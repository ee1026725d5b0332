/** Tells who is concerned that somebody else arranged who acts for him: the one who is away, and the one who acts. */
import type { Principal } from '../../../../kernel/access.ts';
import { shanghaiDate, shanghaiTime } from '../../../../kernel/working-time.ts';
import type { Acting } from '../../contract.ts';
import type { Work } from '../../../store/service.ts';
import type { FlowEngine } from '../case/flow-engine.ts';

function momentOf(iso: string): string {
  const at = new Date(iso);
  return `${shanghaiDate(at)} ${shanghaiTime(at)}`;
}

/** In the transaction that kept it. Who gives his own work away knows it; only his deputy is told. */
export async function tellActing(
  work: Work,
  { messages }: Pick<FlowEngine, 'messages'>,
  by: Principal,
  { id, owner, ownerName, deputy, deputyName, from, until, reason }: Acting,
): Promise<void> {
  if (messages === undefined) return;
  const when = `${momentOf(from)} 至 ${momentOf(until)}`;
  const why = reason === '' ? '' : `，事由：${reason}`;
  const own = owner === by.id;
  if (!own)
    await messages.send(work, {
      to: [owner],
      kind: 'notice',
      title: '为您登记了离岗',
      body: `${by.name}为您登记 ${when} 离岗，期间待办由${deputyName}代理${why}。有误请在“代理”中终止。`,
      once: `acting:${id}`,
    });
  await messages.send(work, {
    to: [deputy],
    kind: 'notice',
    title: '请您代理待办',
    body: `${when} 您代理${ownerName}的待办${own ? '' : `（${by.name}安排）`}${why}。`,
    once: `acting:${id}`,
  });
}
