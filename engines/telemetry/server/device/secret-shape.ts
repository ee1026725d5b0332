/** Whether a secret can be that of a device of the protocol; one that its wire cannot carry would lock the device out. */
import { telemetryErrors } from '../../errors.ts';
import { protocols } from '../../registers/device.ts';
import { secretShapes, withoutSecret } from '../../registers/secret-shapes.ts';

/** Throws telemetry.wrongSecret or telemetry.noSecret; without a shape a random key is made where none is given. */
export function checkSecret(protocol: string | undefined, secret: string | undefined): void {
  const name = protocols[protocol ?? ''] ?? '';
  if (protocol !== undefined && withoutSecret.has(protocol))
    throw telemetryErrors.noSecret({ protocol: name });
  const shape = secretShapes[protocol ?? ''];
  if (shape === undefined || (secret !== undefined && shape.pattern.test(secret))) return;
  throw telemetryErrors.wrongSecret({ protocol: name, shape: shape.shape }, [
    { path: 'password', message: `${shape.title}应为${shape.shape}` },
  ]);
}
