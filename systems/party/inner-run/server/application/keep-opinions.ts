/** Keeps what each unit on the path said; when the time is over, those who said nothing are written down as consenting. */
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { pathOpinion } from '../../registers/path-opinion.ts';
import { errors } from '../../errors.ts';
import { daysBetween } from '../clock.ts';
import { departmentName } from '../item/keep-items.ts';
import type { Held } from './step.ts';

async function opinionsOf({ row, services, work }: Held) {
  const filter = { field: 'application', is: 'equal', value: row.id } as const;
  return services.use(registers).of(pathOpinion).trusted.findMany(work.db, { filter, limit: 50 });
}

function units({ row }: Held): readonly string[] {
  return Array.isArray(row.pathUnits) ? (row.pathUnits as readonly string[]) : [];
}

/** The unit for which this person answers: his own, else the one for which he deputises; where it may be several he says which. */
export async function answeringUnit(held: Held, named: string | null | undefined): Promise<string> {
  const { services, principal } = held;
  const said = new Set((await opinionsOf(held)).map(({ unit }) => unit));
  if (typeof named === 'string' && said.has(named))
    throw errors.answered({ unit: departmentName(services, named) });
  const silent = units(held).filter((each) => !said.has(each));
  const own = silent.filter((each) => principal.departments.includes(each));
  const possible = own.length > 0 ? own : silent;
  const unit = typeof named === 'string' ? possible.find((each) => each === named) : possible[0];
  if (unit === undefined || (typeof named !== 'string' && possible.length > 1))
    throw errors.whichUnit({}, [{ path: 'values.answersFor', message: '请选择代哪个会办单位答复' }]);
  return unit;
}

export async function keepOpinion(held: Held, opinion: 'agree' | 'object', words: string): Promise<void> {
  const { row, services, work, principal } = held;
  const unit = row.answersFor ?? '';
  await services
    .use(registers)
    .of(pathOpinion)
    .trusted.insert(work, principal.id, {
      application: row.id,
      unit,
      handler: row.handler ?? '',
      applicant: row.applicant ?? '',
      opinion,
      words,
      by: principal.id,
      at: work.now.toISOString(),
      days: daysBetween(services, new Date(row.acceptedAt ?? row.openedAt), work.now),
      late: false,
    });
}

/** Fires for every silence; only that of the path leaves opinions behind, once the application has passed on. */
export async function noteSilence(held: Held): Promise<void> {
  const { row, services, work } = held;
  if (row.consultUntil === null || new Date(row.consultUntil) > work.now || row.stage !== 'decide') return;
  const said = await opinionsOf(held);
  for (const unit of units(held).filter((each) => !said.some((one) => one.unit === each))) {
    await services
      .use(registers)
      .of(pathOpinion)
      .trusted.insert(work, 'inner-run', {
        application: row.id,
        unit,
        handler: row.handler ?? '',
        applicant: row.applicant ?? '',
        opinion: 'deemed',
        words: '会办时限内没有答复，视为同意',
        at: work.now.toISOString(),
        days: daysBetween(services, new Date(row.acceptedAt ?? row.openedAt), work.now),
        late: true,
      });
    await services.use(messages).send(work, {
      to: { permission: 'inner-run:consult', department: unit },
      kind: 'notice',
      title: '会办超时，视为同意',
      body: `${row.itemTitle ?? ''}（${row.number}）没有在时限内答复，已按同意继续办理。`,
      link: `/inner-run/applications/${row.id}`,
    });
  }
}
