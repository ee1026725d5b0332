/** Every failure becomes one shape: a stable code, a Chinese sentence, the broken places, and a trace id for the operator. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ZodError, z } from 'zod';
import { CityError, commonErrors, httpStatus, type Problem } from '../../../kernel/errors.ts';

z.config(z.locales.zhCN());

export interface ErrorReply {
  readonly code: string;
  readonly message: string;
  readonly problems?: readonly Problem[];
  readonly traceId: string;
}

/** SQLSTATE classes that mean 'the database is away or busy', not 'the request is wrong'. */
const unavailableStates = /^(08|57P|53300|55P03|40001|40P01|25P03)/;
const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

function databaseError(problem: Error & { code?: string }): CityError | undefined {
  const code = problem.code ?? '';
  if (unavailableStates.test(code) || connectionCodes.has(code)) return commonErrors.unavailable();
  if (
    /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/i.test(
      problem.message,
    )
  ) {
    return commonErrors.unavailable();
  }
  if (code === '53100' || code === 'ENOSPC') return commonErrors.storageFull();
  // A value that PostgreSQL cannot hold (NUL in text, number out of range) is the sender's mistake.
  if (code.startsWith('22')) return commonErrors.invalid();
  return undefined;
}

function frameworkError(problem: Error & { code?: string; statusCode?: number }): CityError | undefined {
  switch (problem.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return commonErrors.tooLarge();
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return commonErrors.unsupported();
  }
  if (problem.statusCode === 429) return commonErrors.tooMany();
  if (problem.statusCode === 413) return commonErrors.tooLarge();
  if (problem.statusCode !== undefined && problem.statusCode >= 400 && problem.statusCode < 500)
    return commonErrors.invalid();
  return undefined;
}

export function problemsOf(error: ZodError): readonly Problem[] {
  return error.issues.slice(0, 50).map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}

/** What a thrown thing means to the caller; undefined is our own fault. */
export function asCityError(problem: unknown): CityError | undefined {
  if (problem instanceof CityError) return problem;
  if (problem instanceof ZodError) return commonErrors.invalid({}, problemsOf(problem));
  if (!(problem instanceof Error)) return undefined;
  return databaseError(problem) ?? frameworkError(problem);
}

const hidden = new CityError(
  'city.internal',
  'internal',
  '系统内部错误，请稍后重试；如仍有问题请联系技术支持并提供追踪编号',
);

/** Sends the reply; internal faults are logged in full and told in one sentence. */
export function sendError(problem: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asCityError(problem);
  if (known === undefined) request.log.error({ err: problem, traceId: request.id }, 'unexpected failure');
  const error = known ?? hidden;
  const status = httpStatus[error.kind];
  // A handler that knows better has said when to come again.
  if ((status === 429 || status === 503) && !reply.hasHeader('retry-after'))
    reply.header('retry-after', status === 503 ? '2' : '10');
  const { dialect } = request.routeOptions.config;
  if (dialect !== undefined) {
    const refusal = dialect.refuse(error, request.id);
    return reply
      .status(refusal.status ?? status)
      .type(refusal.contentType)
      .send(refusal.body);
  }
  const body: ErrorReply = {
    code: error.code,
    message: error.message,
    ...(error.problems.length > 0 ? { problems: error.problems } : {}),
    traceId: request.id,
  };
  return reply.status(status).type('application/json; charset=utf-8').send(body);
}
