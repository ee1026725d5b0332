/** Who writes by NGSI-LD: a device by its own key (RFC 7617), or a person or application by the one decision. */
import {
  type Decision,
  decisionMatches,
  type Governed,
  type Principal,
} from '../../../../../kernel/access.ts';
import type { Context } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { type IdentifiedDevice, telemetry } from '../../../../../engines/telemetry/service.ts';
import { errors } from '../../errors.ts';
import type { Headers } from '../../routes/exchange.ts';

export interface Writer {
  readonly principal: Principal;
  /** Set when a device speaks for itself. */
  readonly device: IdentifiedDevice | undefined;
  mayWrite(row: Governed): boolean;
}

export const exchange = 'sensing:exchange';

/** Throws NonexistentTenant: the city is one. */
export function refuseTenant(headers: Headers): void {
  if (headers['ngsild-tenant'] !== undefined) throw errors.nonexistentTenant();
}

function basicOf(authorization: string | undefined): readonly [string, string] | undefined {
  const given = /^Basic ([A-Za-z0-9+/=]{1,600})$/i.exec(authorization ?? '')?.[1];
  if (given === undefined) return undefined;
  const text = Buffer.from(given, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

export async function writerOf(headers: Headers, context: Context): Promise<Writer> {
  refuseTenant(headers);
  const { principal } = context;
  const basic = basicOf(headers.authorization);
  if (basic !== undefined) {
    const device = await context.use(telemetry).identify('http', basic[0], basic[1], context.address);
    if (device === undefined) throw errors.wrongKey();
    return { principal, device, mayWrite: () => false };
  }
  return personOf(headers, context, exchange);
}

/** A person or an application with the permission; no device. */
export function personOf(headers: Headers, context: Context, permission: string): Writer {
  refuseTenant(headers);
  const { principal } = context;
  const decision: Decision = context.use(access).require(principal, permission);
  return { principal, device: undefined, mayWrite: (row) => decisionMatches(decision, row) };
}
