/** What every call of a route goes through, whichever door it came by: access → schema → handler. */
import type { z } from 'zod';
import type { Principal } from '../../../kernel/access.ts';
import type { Binary, Endpoint } from '../../../kernel/contract.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import type { Context, System } from '../../../kernel/system.ts';
import type { AccessService } from '../../access/index.ts';
import { refuseAgent } from './session.ts';

type AnyHandler = (input: unknown, context: Context) => unknown;

export interface BoundRoute {
  readonly system: string;
  readonly name: string;
  readonly route: Endpoint;
  readonly handler: AnyHandler;
}

export function isBinary(reply: unknown): reply is Binary {
  return typeof reply === 'object' && reply !== null && 'contentType' in reply && 'body' in reply;
}

function refuse(principal: Principal): never {
  throw principal.kind === 'anonymous' ? commonErrors.unauthenticated() : commonErrors.forbidden();
}

/** Whether the route's own declaration lets this caller in; rows are narrowed later by the same decision. */
function admit(access: AccessService, system: string, route: Endpoint, principal: Principal): void {
  if ('allow' in route) {
    if (!access.decide(principal, `${system}:${route.allow}`).permit) refuse(principal);
  } else if ('signedInBecause' in route && principal.kind === 'anonymous') refuse(principal);
  // What is about the caller himself nobody does for another.
  else if ('signedInBecause' in route) refuseAgent(principal);
  if (route.level !== undefined) access.requireLevel(principal, route.level);
  if (route.stepUpBecause !== undefined) access.requireFresh(principal);
}

/** The input is read only when the caller is let in; who oversteps is written down. */
export async function runRoute(
  access: AccessService,
  { system, name, route, handler }: BoundRoute,
  given: { readonly input: () => unknown; readonly context: Context },
): Promise<unknown> {
  const { principal } = given.context;
  try {
    admit(access, system, route, principal);
    return await handler((route.input as z.ZodType).parse(given.input()), given.context);
  } catch (problem) {
    await access.noteRefusal(principal, { system, name }, problem);
    throw problem;
  }
}

export function bindRoutes(systems: readonly System[]): readonly BoundRoute[] {
  return systems.flatMap(({ contract, handlers }) =>
    Object.entries(contract.routes).map(([name, route]) => {
      const handler = handlers[name] as AnyHandler | undefined;
      if (handler === undefined) throw new Error(`${contract.id} has no handler for route ${name}`);
      return { system: contract.id, name, route, handler };
    }),
  );
}
