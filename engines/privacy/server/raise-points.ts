/** The arithmetic of a thread: hashing keys onto the curve and raising points to a secret scalar, by OpenSSL. */
import { createECDH, type ECDH } from 'node:crypto';
import { hashToPoint, joinPoints, pointBytes, splitPoints } from '../match/point.ts';

export type PointTask =
  | {
      readonly kind: 'keys';
      readonly scope: string;
      readonly keys: readonly string[];
      readonly scalar: Uint8Array;
    }
  | { readonly kind: 'points'; readonly points: Uint8Array; readonly scalar: Uint8Array };

export function openScalar(scalar: Uint8Array): ECDH {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(scalar);
  return curve;
}

/** OpenSSL refuses an x beyond the field and one without a point. */
export function raisePoint(curve: ECDH, x: Uint8Array): Uint8Array {
  const pressed = Buffer.alloc(pointBytes + 1);
  pressed[0] = 2;
  pressed.set(x, 1);
  return curve.computeSecret(pressed);
}

export function runPointTask(task: PointTask): Uint8Array {
  const curve = openScalar(task.scalar);
  const points =
    task.kind === 'keys'
      ? task.keys.map((key) => hashToPoint(task.scope, key))
      : (splitPoints(task.points) ?? []);
  return joinPoints(points.map((point) => raisePoint(curve, point)));
}
