/** Refusals as NGSI-LD tells them (ETSI GS CIM 009, clause 6.3.2): problem details with the standard's type URIs. Pure. */
import type { Binary, Dialect } from '../../../../kernel/contract.ts';
import { type CityError, httpStatus } from '../../../../kernel/errors.ts';

interface Told {
  readonly type: string;
  readonly status?: number;
}

const byCode: Readonly<Record<string, Told | undefined>> = {
  'sensing.invalidRequest': { type: 'InvalidRequest' },
  'sensing.operationNotSupported': { type: 'OperationNotSupported', status: 422 },
  'sensing.ldContextNotAvailable': { type: 'LdContextNotAvailable', status: 503 },
  'sensing.nonexistentTenant': { type: 'NonexistentTenant' },
  'sensing.tooManyResults': { type: 'TooManyResults', status: 403 },
  'telemetry.tooManyReadings': { type: 'TooManyResults', status: 403 },
};

const byKind: Readonly<Partial<Record<CityError['kind'], Told>>> = {
  invalid: { type: 'BadRequestData' },
  missing: { type: 'ResourceNotFound' },
  conflict: { type: 'AlreadyExists' },
  internal: { type: 'InternalError' },
};

export interface ProblemDetails {
  /** 'about:blank' where the standard has no word of its own: 401, 403, 413, 429 … */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** The city's own stable code. */
  readonly code: string;
  readonly traceId?: string;
}

export function problemOf(error: CityError, traceId?: string): ProblemDetails {
  // The city says of a body that is no JSON only that it is wrong; of values that are wrong it names the places.
  const unread = error.code === 'city.invalid' && error.problems.length === 0;
  const told = unread ? { type: 'InvalidRequest', status: 400 } : (byCode[error.code] ?? byKind[error.kind]);
  const places = error.problems.map(({ path, message }) => `${path}：${message}`);
  return {
    type: told === undefined ? 'about:blank' : `https://uri.etsi.org/ngsi-ld/errors/${told.type}`,
    title: error.message,
    status: told?.status ?? httpStatus[error.kind],
    ...(places.length > 0 ? { detail: places.join('；') } : {}),
    code: error.code,
    ...(traceId === undefined ? {} : { traceId }),
  };
}

export const ngsiLd: Dialect = {
  mediaTypes: ['application/ld+json', 'application/merge-patch+json'],
  headers: ['accept', 'authorization', 'content-type', 'link', 'ngsild-tenant'],
  refuse(error, traceId): Binary {
    const problem = problemOf(error, traceId);
    return {
      contentType: 'application/json',
      status: problem.status,
      body: new TextEncoder().encode(JSON.stringify(problem)),
    };
  },
};
