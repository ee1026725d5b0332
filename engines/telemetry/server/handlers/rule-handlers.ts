/** Handlers of rules and alarms. */
import { decisionMatches, type Governed, type Principal } from '../../../../kernel/access.ts';
import type { InputOf } from '../../../../kernel/contract.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Row, RowInput } from '../../../../kernel/register.ts';
import type { Handlers } from '../../../../kernel/system.ts';
import type { AccessService } from '../../../access/index.ts';
import { rules, type RuleService } from '../../../rules/index.ts';
import type { Work } from '../../../store/index.ts';
import { telemetryErrors } from '../../errors.ts';
import { alarm } from '../../registers/alarm.ts';
import { device as deviceRegister } from '../../registers/device.ts';
import { rule as ruleRegister } from '../../registers/rule.ts';
import type { ruleRoutes } from '../../routes/rule-routes.ts';
import { levels, RuleDefinition } from '../../rule.ts';
import type { TelemetryEngine } from '../create-telemetry.ts';
import type { KnownDevice } from '../device/known-device.ts';
import { replayRule } from '../rule/replay-rule.ts';
import { reachDevice } from './reach-device.ts';
import { requireEverywhere } from './require-everywhere.ts';
import { savedEntry } from './saved-entry.ts';

const openStatuses = ['raised', 'acknowledged', 'cleared'] as const;

/** Devices of one replay; a trial needs no more to be believed. */
const mostReplayed = 200;

/** The devices that the rule would watch, as far as the person may see them. */
async function watchedBy(
  engine: TelemetryEngine,
  access: AccessService,
  principal: Principal,
  rule: RuleDefinition,
): Promise<{ readonly devices: readonly KnownDevice[]; readonly all: number }> {
  if (rule.device !== undefined)
    return { devices: [await reachDevice(engine, access, principal, 'read-devices', rule.device)], all: 1 };
  const { rows, total } = await engine.registers.of(deviceRegister).list(principal, {
    where: { model: rule.model, ...(rule.group === undefined ? {} : { group: rule.group }) },
    size: mostReplayed,
  });
  const ids = rows.map((row) => row.id);
  await engine.devices.load(ids);
  return { devices: ids.flatMap((id) => engine.devices.peek(id) ?? []), all: total };
}

type AlarmRow = Row<typeof alarm>;

/** Locks the alarm, changes it and writes the audit line; out of reach looks like missing. */
async function changeAlarm(
  engine: TelemetryEngine,
  access: AccessService,
  principal: Principal,
  id: string,
  change: (row: AlarmRow, now: string) => RowInput<typeof alarm> | Promise<RowInput<typeof alarm>>,
): Promise<{ status: string }> {
  const permit = access.require(principal, 'telemetry:handle-alarms');
  const { trusted } = engine.registers.of(alarm);
  return engine.store.transaction(async (work) => {
    const row = await trusted.lock(work, id);
    if (row === undefined || !decisionMatches(permit, governedOf(row))) throw commonErrors.missing();
    if (row.status === 'closed') throw telemetryErrors.alarmClosed();
    const after = await trusted.update(work, principal.id, row, await change(row, work.now.toISOString()));
    access.audit(work, principal, {
      module: 'telemetry',
      event: 'update',
      objectType: 'alarm',
      objectId: id,
      result: 'success',
      detail: { status: after.status },
    });
    return { status: after.status ?? '' };
  });
}

async function isInUse(engine: TelemetryEngine, device: string | null): Promise<boolean> {
  return device !== null && (await engine.devices.find(device))?.stage === 'active';
}

function governedOf(row: AlarmRow): Governed {
  return { area: row.area ?? undefined, departments: row.department === null ? [] : [row.department] };
}

/** A rule that opens a case names one that there is, and fields that it has, in expressions that can be read. */
function checkOpening(engine: TelemetryEngine, { opens }: RuleDefinition, service: RuleService): void {
  if (opens === undefined) return;
  const info = engine.registers.all().find((each) => each.id === opens.type);
  if (info?.declaration.kind !== 'case') throw telemetryErrors.unknownCase({ type: opens.type });
  for (const [name, expression] of Object.entries(opens.values)) {
    if (!Object.hasOwn(info.declaration.fields, name)) throw telemetryErrors.unknownCaseField({ name });
    service.compile(expression);
  }
}

async function saveRule(
  engine: TelemetryEngine,
  input: InputOf<typeof ruleRoutes.saveRule>,
  access: AccessService,
  principal: Principal,
): Promise<{ id: string; version: number }> {
  const { name, level, enabled, source = null } = input;
  const definition = RuleDefinition.parse(input.definition);
  const values = { name, level, enabled, source, definition, model: definition.model };
  const { trusted } = engine.registers.of(ruleRegister);
  async function save(work: Work) {
    if (input.id === undefined) return trusted.insert(work, principal.id, values);
    const before = await trusted.lock(work, input.id);
    if (before === undefined) throw commonErrors.missing();
    if (before.version !== input.version) throw commonErrors.stale();
    return trusted.update(work, principal.id, before, values);
  }
  const saved = await engine.store.transaction(async (work) => {
    const row = await save(work);
    access.audit(work, principal, savedEntry('rule', input.id, row));
    return row;
  });
  engine.rules.changed();
  return { id: saved.id, version: saved.version };
}

export function ruleHandlers(engine: TelemetryEngine, access: AccessService): Handlers<typeof ruleRoutes> {
  return {
    async saveRule(input, context) {
      const { principal } = context;
      requireEverywhere(access, principal, 'keep-rules');
      const definition = RuleDefinition.parse(input.definition);
      const unknown = await engine.unknownProperties(definition);
      const [name] = unknown;
      if (name !== undefined) throw telemetryErrors.unknownProperty({ name });
      if (
        definition.device === undefined &&
        definition.condition.leaves.some(({ device }) => device !== undefined)
      )
        throw telemetryErrors.jointWithoutDevice();
      checkOpening(engine, definition, context.use(rules));
      return saveRule(engine, input, access, principal);
    },
    async replayRule({ definition, from, to }, { principal }) {
      access.require(principal, 'telemetry:read-devices');
      const { devices: about, all } = await watchedBy(engine, access, principal, definition);
      const others = definition.condition.leaves.flatMap((leaf) => leaf.device ?? []);
      const heard = await Promise.all(
        others.map((id) => reachDevice(engine, access, principal, 'read-devices', id)),
      );
      const result = await replayRule(
        engine.store.db,
        definition,
        about,
        [...new Set([...about, ...heard])],
        new Date(from),
        new Date(to),
      );
      return { ...result, devicesInAll: all, alarms: [...result.alarms] };
    },
    caseTypes: () => ({
      types: engine.registers
        .all()
        .filter(({ declaration }) => declaration.kind === 'case')
        .map(({ id, declaration }) => ({
          id,
          title: declaration.title,
          fields: Object.entries(declaration.fields).map(([name, field]) => ({ name, title: field.title })),
        })),
    }),
    acknowledge: ({ id }, { principal }) =>
      changeAlarm(engine, access, principal, id, (row, now) => {
        // Who was first stays; doing it twice is done once.
        if (row.acknowledgedBy === principal.id) return {};
        if (row.acknowledgedBy !== null) throw telemetryErrors.alarmAcknowledged();
        return {
          status: row.status === 'raised' ? 'acknowledged' : row.status,
          acknowledgedAt: now,
          acknowledgedBy: principal.id,
        };
      }),
    closeAlarm: ({ id, conclusion }, { principal }) =>
      changeAlarm(engine, access, principal, id, async (row, now) => {
        // Nothing clears the alarm of a rule that is no longer in force, nor that of a device that is out of use.
        const clears = engine.rules.isInForce(row.rule ?? '') && (await isInUse(engine, row.device));
        if (row.status !== 'cleared' && clears) throw telemetryErrors.alarmNotCleared();
        return { status: 'closed', closedAt: now, closedBy: principal.id, conclusion, openKey: null };
      }),
    async alarmCounts(_, { principal }) {
      const counts = await Promise.all(
        levels.flatMap((level) =>
          openStatuses.map(async (status) => {
            const { total } = await engine.registers
              .of(alarm)
              .list(principal, { where: { level, status }, size: 1 });
            return { level, status, count: total };
          }),
        ),
      );
      return { counts };
    },
  };
}
