/** Lets demo documents live through the real engine: from draft as far as each story goes. */
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { outgoingDocument } from '../../document/outgoing-document.ts';
import type { DemoOffice } from './make-office.ts';

type Values = RowInput<typeof outgoingDocument>;

interface Step {
  readonly who: string;
  readonly action: string;
  readonly opinion?: string;
  readonly values?: Values;
  /** Account of the one whom the step names. */
  readonly to?: string;
}

/** A document of the data bureau on its ordinary way. */
const way: readonly Step[] = [
  { who: 'office-clerk', action: 'submit' },
  { who: 'office-head', action: 'pass', opinion: '已核,拟同意' },
  { who: 'office-secretary', action: 'pass', opinion: '文字、格式已核', to: 'office-leader' },
  { who: 'office-leader', action: 'sign', opinion: '同意印发' },
  { who: 'office-secretary', action: 'number' },
  { who: 'office-sealer', action: 'seal' },
  { who: 'office-secretary', action: 'distribute' },
  { who: 'office-archivist', action: 'archive', values: { retention: 'D10' } },
];

export interface Story {
  readonly values: Values;
  /** How many steps it has come. */
  readonly steps: number;
}

export async function liveDocument(services: Services, office: DemoOffice, story: Story): Promise<string> {
  const guard = services.use(access);
  const runner = services.use(flow);
  const { trusted } = services.use(registers).of(outgoingDocument);
  const principal = (account: string) => guard.principalOf(office.people.get(account) ?? '');
  const opened = await runner.open(await principal('office-clerk'), outgoingDocument, {
    values: story.values,
  });
  for (const { who, action, opinion, values, to } of way.slice(0, story.steps)) {
    const row = await trusted.find(services.use(store).db, opened.id);
    await runner.act(await principal(who), outgoingDocument, {
      id: opened.id,
      version: row?.version ?? 1,
      action,
      ...(opinion === undefined ? {} : { opinion }),
      values: values ?? {},
      ...(to === undefined ? {} : { person: office.people.get(to) ?? '' }),
    });
  }
  return opened.id;
}
