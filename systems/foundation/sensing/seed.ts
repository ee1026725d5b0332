/** Demo data (演示数据): people on duty, a small fleet with two days behind it, and the rules that watched it. */
import type { Services } from '../../../kernel/system.ts';
import { newId } from '../../../kernel/ids.ts';
import type { RowInput } from '../../../kernel/register.ts';
import { access } from '../../../engines/access/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { device, rule, RuleDefinition, ThingModel, thingModel } from '../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../engines/telemetry/service.ts';
import { simulatedFleet, simulatedModels } from './server/simulate/fleet.ts';
import { placedFleet, reportHistory, reportVehicles } from './server/simulate/run-simulation.ts';
import { simulatedVehicles, vehicleModel } from './server/simulate/vehicles.ts';
import rules from './server/simulate/rules.json' with { type: 'json' };

const actor = 'sensing:demo';
const city = '341200000000';
const hour = 3_600_000;
const day = 24 * hour;
const allModels = [...simulatedModels, vehicleModel];

async function makePeople(services: Services): Promise<void> {
  const duty = (account: string, name: string, department: string, area: string, more: string[] = []) => ({
    account,
    name,
    kind: 'official' as const,
    posts: ['sensing:duty', 'telemetry:operator', ...more].map((role) => ({ role, department, area })),
  });
  await services
    .use(access)
    .admin.createDemoPeople([
      duty('sensing-1', '韩雪松', 'city-data-resources', city, ['telemetry:keeper']),
      duty('sensing-2', '岳明轩', 'yingzhou-urban-management', '341202000000'),
    ]);
}

/** Row ids of the models by code. */
async function makeModels(services: Services): Promise<ReadonlyMap<string, string>> {
  const ids = new Map(allModels.map((model) => [model.code, newId()]));
  await services.use(store).transaction((work) =>
    services
      .use(registers)
      .of(thingModel)
      .trusted.insertMany(
        work,
        actor,
        allModels.map(({ code, name, category, definition }) => ({
          id: ids.get(code) ?? newId(),
          code,
          name,
          category,
          definition: ThingModel.parse(definition),
          note: '演示数据',
        })),
      ),
  );
  return ids;
}

/** All in use, of one kind of wire. */
async function makeDevices(
  services: Services,
  protocol: 'mqtt' | 'jt808',
  rows: readonly Omit<RowInput<typeof device>, 'stage' | 'protocol' | 'note'>[],
): Promise<void> {
  const made = rows.map((row) => ({ ...row, stage: 'active', protocol, note: '演示数据' }));
  await services
    .use(store)
    .transaction((work) => services.use(registers).of(device).trusted.insertMany(work, actor, made));
}

async function makeFleet(services: Services, models: ReadonlyMap<string, string>): Promise<void> {
  const fixed = simulatedFleet().map(({ code, name, model, area, place, position }) => ({
    code,
    name,
    area,
    place,
    position,
    model: models.get(model.code) ?? '',
    group: model.category,
    department: model.department,
  }));
  await makeDevices(services, 'mqtt', fixed);
  const { code: modelCode, category, department } = vehicleModel;
  const model = models.get(modelCode) ?? '';
  // Without a place of their own: they are where they say.
  const moving = simulatedVehicles().map(({ code, name, address, plate, area, place }) => ({
    code,
    name,
    address,
    plate,
    area,
    place,
    model,
    group: category,
    department,
  }));
  await makeDevices(services, 'jt808', moving);
}

async function makeRules(services: Services, models: ReadonlyMap<string, string>): Promise<void> {
  await services.use(store).transaction((work) =>
    services
      .use(registers)
      .of(rule)
      .trusted.insertMany(
        work,
        actor,
        rules.map(({ name, level, model, source, leaves, hold }) => {
          const id = models.get(model) ?? '';
          const definition = RuleDefinition.parse({ model: id, hold, condition: { leaves } });
          return { name, level, source, model: id, enabled: true, definition };
        }),
      ),
  );
  await services.use(telemetry).reload();
}

/** The history ends at the clock's present. */
export async function seedSensing(services: Services): Promise<void> {
  const now = services.use(store).clock.now().getTime();
  await makePeople(services);
  const models = await makeModels(services);
  await makeFleet(services, models);
  await makeRules(services, models);
  await reportHistory(services, await placedFleet(services), now - 2 * day, now);
  await reportVehicles(services, now - 2 * hour, now);
  await services.use(telemetry).settle();
}
