/** Tells the people on duty of alarms: the open pages at once, and those who handle them by a message. */
import type { Delivered, Services } from '../../../../kernel/system.ts';
import { messages } from '../../../../engines/messages/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { alarm, type AlarmChange, levelTitles } from '../../../../engines/telemetry/contract.ts';

/** 三级 is for the list; the graver ones call. */
const calling: ReadonlySet<string> = new Set(['1', '2']);

export async function tellAlarm(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const change = event.payload as AlarmChange;
  const teller = services.use(messages);
  const [row] = await services
    .use(registers)
    .of(alarm)
    .trusted.findMany(work.db, { ids: [change.alarm], limit: 1 });
  if (row === undefined) return;
  const about = {
    area: row.area ?? undefined,
    departments: row.department === null ? [] : [row.department],
  };
  work.afterCommit(() =>
    teller.push(
      'telemetry:read-alarms',
      { register: 'telemetry.alarm', id: change.alarm, change: change.change },
      about,
    ),
  );
  if (change.change !== 'raised' || !calling.has(change.level) || row.area === null) return;
  await teller.send(work, {
    to: { permission: 'telemetry:handle-alarms', area: row.area },
    kind: 'urge',
    title: `${levelTitles[change.level as keyof typeof levelTitles]}告警`,
    body: change.title,
    link: `/telemetry/alarms/${change.alarm}`,
    once: change.alarm,
  });
}
