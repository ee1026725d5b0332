/** Demo data (演示数据): three contracts and their calls over eight weeks, in which the watch finds by its own rules what it is there to find. */
import type { Services } from '../../../../kernel/system.ts';
import { newId } from '../../../../kernel/ids.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../kernel/working-time.ts';
import { type DemoCall, lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { agreement } from '../registers/agreement.ts';
import { application } from '../registers/application.ts';
import demo from './demo-sharing.json' with { type: 'json' };
import type { Entry } from './check-request.ts';

const by = 'data-sharing:demo';
const hour = 3_600_000;
const day = 24 * hour;

type Caller = (typeof demo.callers)[number];

/** The newest beginning of this hour of the day in Shanghai that is over. */
function lastHour(now: Date, ofDay: number): number {
  const today = shanghaiInstant(shanghaiDate(now)).getTime() + ofDay * hour;
  return today + hour <= now.getTime() ? today : today - day;
}

function perHour(begin: number, calls: number, keyOf: (index: number) => number) {
  return Array.from({ length: calls }, (_, index) => ({
    at: new Date(begin + Math.floor((index * hour) / calls)).toISOString(),
    key: `9134120000${String(keyOf(index)).padStart(8, '0')}`,
  }));
}

/** Every day as many calls in that hour and its neighbours, of the same few keys; then the one hour that is unlike them. */
function callsOf(caller: Caller, of: { readonly app: string; readonly contract: string }, now: Date) {
  const begin = lastHour(now, caller.hour);
  const usual = Array.from({ length: caller.days }, (_, back) =>
    [-hour, 0, hour].flatMap((shift) =>
      perHour(begin - (back + 1) * day + shift, caller.usual, (index) => index * 1000),
    ),
  ).flat();
  const odd = perHour(begin, caller.odd, (index) => (index % caller.keys) * caller.apart);
  return [...usual, ...odd].map((each): DemoCall => ({ ...of, ...each, rows: 1 }));
}

export async function seedCalls(services: Services, entries: readonly Entry[]): Promise<void> {
  const of = entries.find(({ name, target }) => name === demo.called && target !== null);
  if (of === undefined) return;
  const rows = services.use(registers);
  const now = services.use(store).clock.now();
  const until = shanghaiDate(new Date(now.getTime() + 365 * day));
  for (const [index, caller] of demo.callers.entries()) {
    const [app, contract] = [newId(), newId()];
    await services.use(store).transaction(async (work) => {
      const { name, department, purpose } = caller;
      await rows.of(application).trusted.insert(work, by, { id: app, name, department, purpose });
      await rows.of(agreement).trusted.insert(work, by, {
        id: contract,
        number: `HT-演示-${index + 1}`,
        resource: of.id,
        provider: of.provider,
        dataset: (of.target ?? '').slice('dataset:'.length),
        consumer: department,
        application: app,
        request: '演示数据',
        basis: '演示数据',
        purpose,
        rows: {},
        callsPerDay: 100_000,
        until,
        fields: [
          {
            name: 'name',
            title: '企业名称',
            masked: false,
          },
        ],
        delivery: 'call',
        status: 'active',
      });
    });
    await services.use(lake).watch.addDemo(callsOf(caller, { app, contract }, now));
  }
}
