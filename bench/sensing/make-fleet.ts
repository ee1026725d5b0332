/** The devices of the sensing benches: one model, many devices, some of them with a key. */
import { device, thingModel, ThingModel } from '../../engines/telemetry/contract.ts';
import type { TelemetryEngine } from '../../engines/telemetry/index.ts';
import { newId } from '../../kernel/ids.ts';

export interface Fleet {
  readonly ids: readonly string[];
  readonly keys: readonly (readonly [code: string, key: string])[];
}

/** Devices that report every `expectSeconds`, `keyed` of them with a key. */
export async function makeFleet(
  engine: TelemetryEngine,
  count: number,
  keyed: number,
  expectSeconds: number,
): Promise<Fleet> {
  const model = newId();
  const ids = Array.from({ length: count }, () => newId());
  const codes = ids.map((_, index) => `bench-${index}`);
  await engine.store.transaction(async (work) => {
    const definition = ThingModel.parse({
      properties: [{ name: 'level', title: '水位', type: 'number', unit: 'm' }],
      expectSeconds,
    });
    await engine.registers
      .of(thingModel)
      .trusted.insert(work, 'bench', { id: model, code: 'bench', name: '压测', definition });
    await engine.registers.of(device).trusted.insertMany(
      work,
      'bench',
      ids.map((id, index) => ({
        id,
        code: codes[index] ?? '',
        name: `压测 ${index}`,
        model,
        stage: 'active',
        department: 'city-data-resources',
        area: '341202000000',
      })),
    );
  });
  const keys = await engine.store.transaction((work) =>
    Promise.all(
      ids.slice(0, keyed).map(async (id, index) => {
        return [codes[index] ?? '', await engine.credentials.issue(work, id, 'bench')] as const;
      }),
    ),
  );
  return { ids, keys };
}
