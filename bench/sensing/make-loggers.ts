/** Data loggers of HJ 212 for a bench: one model of three factors, each logger with its MN and password. */
import { device, thingModel, ThingModel } from '../../engines/telemetry/contract.ts';
import type { TelemetryEngine } from '../../engines/telemetry/index.ts';
import { newId } from '../../kernel/ids.ts';

/** 化学需氧量, 氨氮, pH (HJ 212-2017 appendix B). */
export const factors = ['w01018', 'w21003', 'w01001'] as const;

export async function makeLoggers(
  engine: TelemetryEngine,
  count: number,
): Promise<readonly (readonly [device: string, password: string])[]> {
  const model = newId();
  const loggers = Array.from({ length: count }, (_, index) => ({
    id: newId(),
    address: `0341200F${index.toString(16).toUpperCase().padStart(16, '0')}`,
  }));
  const definition = ThingModel.parse({
    properties: factors.map((factor) => ({ name: factor, title: factor, type: 'number', unit: '1' })),
    expectSeconds: 60,
  });
  await engine.store.transaction(async (work) => {
    await engine.registers
      .of(thingModel)
      .trusted.insert(work, 'bench', { id: model, code: 'bench-logger', name: '压测数采仪', definition });
    await engine.registers.of(device).trusted.insertMany(
      work,
      'bench',
      loggers.map(({ id, address }, index) => ({
        id,
        code: `bench-logger-${index}`,
        name: `压测数采仪 ${index}`,
        model,
        stage: 'active',
        protocol: 'hj212',
        address,
        department: 'city-ecology',
        area: '341202000000',
      })),
    );
    for (const { id } of loggers) await engine.credentials.issue(work, id, 'bench', '123456');
  });
  return loggers.map(({ address }) => [address, '123456']);
}
