/** The door of the market: who calls is proven by signature, may by grant, once by nonce, within quota; then the route runs as the application, with that one permission. */
import type { Principal } from '../../../../kernel/access.ts';
import { CityError } from '../../../../kernel/errors.ts';
import type { Context } from '../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../kernel/working-time.ts';
import { access, type KeyKind } from '../../../../engines/access/service.ts';
import { callMeter, type CallWindow, routeRunner } from '../../../../engines/gateway/service.ts';
import { errors } from '../errors.ts';
import type { InterfaceCall } from '../routes/call-routes.ts';
import { setting } from './setting.ts';
import {
  findApplication,
  findGrant,
  findVersion,
  type HeldGrant,
  type KnownApplication,
  type OfferedVersion,
} from './terms.ts';
import { sandboxAnswer } from './sandbox.ts';

const windowTitles = { minute: '这一分钟', day: '今天' } as const;

export function targetOf({ code, version }: { readonly code: string; readonly version: string }): string {
  return `${code}@${version}`;
}

/** Throws badSignature for an unknown application and a wrong signature alike. */
async function prove(context: Context, call: InterfaceCall, door: KeyKind): Promise<void> {
  const seconds = setting(context, 'call-seconds');
  const proof = await context.use(access).callKeys.prove(
    {
      app: call.app,
      target: targetOf({ code: call.interface, version: call.version }),
      at: call.at,
      nonce: call.nonce,
      content: call.input,
      signature: call.signature,
    },
    seconds,
  );
  if (proof.outcome === 'bad-time') throw errors.badTime({ seconds });
  if (proof.outcome !== 'proven') throw errors.badSignature();
  if (proof.kind !== door) throw door === 'real' ? errors.sandboxKey() : errors.realKey();
}

async function offered(context: Context, call: InterfaceCall): Promise<OfferedVersion> {
  const found = await findVersion(context, targetOf({ code: call.interface, version: call.version }));
  if (found === undefined || found.status === 'draft') throw errors.noInterface();
  if (found.status === 'withdrawn')
    throw errors.withdrawn({
      successor: found.successor === undefined ? '其他接口' : `${found.successor} 版`,
    });
  return found;
}

/** RFC 9745 and RFC 8594: on every answer of a deprecated version, so that its callers hear of it while there is time. */
function tellDeprecation(context: Context, version: OfferedVersion): void {
  if (version.status !== 'deprecated' || version.deprecatedAt === null) return;
  context.reply.header('deprecation', `@${Math.floor(Date.parse(version.deprecatedAt) / 1000)}`);
  if (version.sunsetOn !== null)
    context.reply.header('sunset', shanghaiInstant(version.sunsetOn).toUTCString());
  const page = `/desk/business-platform/interfaces/${version.code}`;
  context.reply.header('link', `<${page}>; rel="deprecation"; type="text/html"`);
}

async function take(context: Context, call: InterfaceCall, subject: string, windows: readonly CallWindow[]) {
  const taken = await context.use(callMeter).take({ app: call.app, nonce: call.nonce, subject, windows });
  if (taken.outcome === 'replayed') throw errors.replayed();
  if (taken.outcome !== 'over') return;
  context.reply.header('retry-after', String(taken.seconds));
  throw errors.overQuota({ window: windowTitles[taken.window.length], most: taken.window.most });
}

function readInput(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below, like any other text that is no object.
  }
  throw errors.badInput();
}

/** The application with the one permission that the route asks for, over the granted area; with none for a route that asks for none. */
function principalOf(
  context: Context,
  app: KnownApplication,
  version: OfferedVersion,
  grant: HeldGrant,
): Principal {
  const route = context.use(routeRunner).find(version.system, version.route);
  const scope =
    grant.area === null ? ({ kind: 'all' } as const) : ({ kind: 'area', area: grant.area } as const);
  return {
    id: app.id,
    name: app.name,
    kind: 'service',
    departments: [app.department],
    grants:
      route !== undefined && 'allow' in route
        ? new Map([[`${version.system}:${route.allow}`, [{ scope, clearance: version.clearance }]]])
        : new Map(),
    sessionId: undefined,
    origin: { address: context.address, traceId: context.traceId },
  };
}

function actingAs(context: Context, principal: Principal): Context {
  const { use, now, traceId, address, reply, requestKey } = context;
  return {
    use,
    now,
    traceId,
    address,
    reply,
    requestKey,
    principal,
    // Made when asked for, as the gateway does.
    get signal() {
      return context.signal;
    },
  };
}

async function answerReal(context: Context, call: InterfaceCall): Promise<unknown> {
  await prove(context, call, 'real');
  const app = await findApplication(context, call.app);
  if (app === undefined) throw errors.badSignature();
  if (!app.active) throw errors.suspended();
  const version = await offered(context, call);
  const grant = await findGrant(context, call.app, version);
  if (grant === undefined || grant.until < shanghaiDate(context.now)) throw errors.notGranted();
  tellDeprecation(context, version);
  await take(context, call, grant.id, [
    { length: 'minute', most: grant.perMinute },
    { length: 'day', most: grant.perDay },
  ]);
  const input = readInput(call.input);
  const acting = actingAs(context, principalOf(context, app, version, grant));
  return context.use(routeRunner).run(version.system, version.route, input, acting);
}

async function answerSandbox(context: Context, call: InterfaceCall): Promise<unknown> {
  await prove(context, call, 'sandbox');
  const app = await findApplication(context, call.app);
  if (app === undefined) throw errors.badSignature();
  if (!app.active) throw errors.suspended();
  const version = await offered(context, call);
  tellDeprecation(context, version);
  await take(context, call, `sandbox ${call.app}`, [
    { length: 'minute', most: setting(context, 'sandbox-per-minute') },
    { length: 'day', most: setting(context, 'sandbox-per-day') },
  ]);
  context.reply.header('x-sandbox', 'synthetic');
  return sandboxAnswer(context, version, readInput(call.input));
}

/** Counts how it ended; calls of what is no application are nobody's and are not counted. */
async function counted(
  context: Context,
  call: InterfaceCall,
  done: 'served' | 'sandbox',
  answer: () => Promise<unknown>,
): Promise<unknown> {
  const began = performance.now();
  let outcome: string = done;
  try {
    return await answer();
  } catch (problem) {
    outcome = outcomeOf(problem);
    throw problem;
  } finally {
    const milliseconds = performance.now() - began;
    const known =
      (await findApplication(context, call.app)) !== undefined &&
      (await findVersion(context, targetOf({ code: call.interface, version: call.version }))) !== undefined;
    if (known)
      context.use(callMeter).count({
        app: call.app,
        target: targetOf({ code: call.interface, version: call.version }),
        outcome,
        milliseconds,
      });
  }
}

function outcomeOf(problem: unknown): string {
  if (problem instanceof CityError) return problem.code;
  // What the route's own schema refuses is the caller's fault, anything else ours.
  return problem instanceof Error && problem.name === 'ZodError' ? 'city.invalid' : 'city.internal';
}

export function answerCall(context: Context, call: InterfaceCall): Promise<unknown> {
  return counted(context, call, 'served', () => answerReal(context, call));
}

export function answerSandboxCall(context: Context, call: InterfaceCall): Promise<unknown> {
  return counted(context, call, 'sandbox', () => answerSandbox(context, call));
}
