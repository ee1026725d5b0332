/** Writes what rules saw: a new alarm, one more time on the open one, or that it is over; and tells of it with the same commit. */
import type { RegisterService } from '../../../registers/index.ts';
import type { Work } from '../../../store/index.ts';
import { alarm } from '../../registers/alarm.ts';
import { limitOf } from '../../rule.ts';
import type { RuleState } from './evaluate.ts';
import { hasNumber, type Named, placeIn, reasonOf } from './explain.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { AlarmChange } from '../../routes/rule-routes.ts';
import type { KnownDevice } from '../device/known-device.ts';
import type { LiveRule } from './rule-set.ts';

export interface Transition {
  readonly rule: LiveRule;
  readonly device: KnownDevice;
  readonly change: 'raised' | 'cleared';
  /** What the rule knew when it decided. */
  readonly state: RuleState;
  /** Milliseconds. */
  readonly at: number;
  /** Id of the device that was heard. */
  readonly from: string;
  readonly property: string;
  readonly value: number | null;
  readonly other: Named['other'];
}

/** Rules of one device; each has one open alarm. */
const mostOfDevice = 5000;

function keyOf({ rule, device }: Transition): string {
  return `${rule.id}/${device.id}`;
}

function tell(work: Work, id: string, transition: Transition, change: AlarmChange['change']): void {
  const { rule, device } = transition;
  work.emit('telemetry.alarm', 'system', {
    alarm: id,
    rule: rule.id,
    device: device.id,
    level: rule.level,
    title: `${device.name} ${rule.name}`,
    change,
    caseType: rule.definition.opens?.type ?? null,
  } satisfies AlarmChange);
}

/** What was seen, as far as it is a number of its own: half of a place is none. */
function seenBy({ rule, device, state, from, property, value, other }: Transition) {
  const { definition } = rule;
  return {
    value: hasNumber(definition, property) ? value : null,
    reason: reasonOf(definition, state, { own: device, other }, { from, property, value }),
    position: placeIn(definition, state) ?? device.position,
  };
}

function newAlarm(id: string, transition: Transition) {
  const { rule, device, property } = transition;
  const at = new Date(transition.at).toISOString();
  return {
    id,
    title: `${device.name} ${rule.name}`,
    level: rule.level,
    status: 'raised',
    device: device.id,
    rule: rule.id,
    ruleVersion: rule.version,
    property,
    ...seenBy(transition),
    limit: limitOf(rule.definition, property) ?? null,
    times: 1,
    area: device.governed.area ?? null,
    department: device.governed.departments?.[0] ?? null,
    raisedAt: at,
    lastAt: at,
    caseType: rule.definition.opens?.type ?? null,
    openKey: keyOf(transition),
  };
}

/** The device is out of use: what is open of it is over, though no reading said so; a person still closes it with a conclusion. */
export async function clearAlarmsOf(registers: RegisterService, work: Work, device: string): Promise<void> {
  const { trusted } = registers.of(alarm);
  const open = await trusted.findEvery(work.db, {
    filter: {
      all: [
        { field: 'device', is: 'equal', value: device },
        { field: 'status', is: 'one-of', value: ['raised', 'acknowledged'] },
      ],
    },
    sort: 'id',
    most: mostOfDevice,
  });
  for (const { id } of open) {
    const row = await trusted.lock(work, id);
    if (row === undefined || (row.status !== 'raised' && row.status !== 'acknowledged')) continue;
    await trusted.update(work, 'system', row, { status: 'cleared', clearedAt: work.now.toISOString() });
    work.emit('telemetry.alarm', 'system', {
      alarm: id,
      rule: row.rule ?? '',
      device,
      level: row.level ?? '',
      title: row.title ?? '',
      change: 'cleared',
      caseType: row.caseType,
    } satisfies AlarmChange);
  }
}

/** New alarms travel in one statement; open ones are few, and change one by one. */
export async function writeAlarms(
  registers: RegisterService,
  work: Work,
  transitions: readonly Transition[],
): Promise<void> {
  if (transitions.length === 0) return;
  const { trusted } = registers.of(alarm);
  const keys = [...new Set(transitions.map(keyOf))];
  const open = await trusted.findMany(work.db, {
    filter: { field: 'openKey', is: 'one-of', value: keys },
    limit: keys.length,
  });
  const byKey = new Map<string, (typeof open)[number]>();
  // Locked in one order: a person may be acknowledging one of them, and a batch of readings must not fail for it.
  for (const { id } of open.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const row = await trusted.lock(work, id);
    // Closed meanwhile: what comes now is a new alarm.
    if (row?.openKey != null) byKey.set(row.openKey, row);
  }
  const made = new Map<string, ReturnType<typeof newAlarm>>();
  for (const transition of transitions) {
    const key = keyOf(transition);
    const at = new Date(transition.at).toISOString();
    const known = byKey.get(key);
    const fresh = made.get(key);
    if (known !== undefined) {
      const raised = transition.change === 'raised';
      const values = raised
        ? {
            status: 'raised',
            lastAt: at,
            times: (known.times ?? 0) + 1,
            ...seenBy(transition),
            clearedAt: null,
            // It has come back: somebody must take it on again; who did before is in the history.
            acknowledgedAt: null,
            acknowledgedBy: null,
          }
        : { status: 'cleared', clearedAt: at };
      byKey.set(key, await trusted.update(work, 'system', known, values));
      tell(work, known.id, transition, raised ? 'again' : 'cleared');
    } else if (transition.change === 'raised' && fresh === undefined) {
      const id = newId(work.now.getTime());
      made.set(key, newAlarm(id, transition));
      tell(work, id, transition, 'raised');
    } else if (fresh !== undefined) {
      // Raised and over within one batch.
      Object.assign(
        fresh,
        transition.change === 'cleared'
          ? { status: 'cleared', clearedAt: at }
          : { status: 'raised', clearedAt: null, lastAt: at, times: fresh.times + 1 },
      );
      tell(work, fresh.id, transition, transition.change === 'cleared' ? 'cleared' : 'again');
    }
  }
  if (made.size > 0) await trusted.insertMany(work, 'system', [...made.values()]);
}
