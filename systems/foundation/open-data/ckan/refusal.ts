/** Refusals as CKAN tells them: the shape that ckanapi turns into NotFound, ValidationError and NotAuthorized. Pure. */
import type { Binary } from '../../../../kernel/contract.ts';
import { type CityError, httpStatus } from '../../../../kernel/errors.ts';

export function jsonReply(value: unknown, status = 200): Binary {
  return {
    contentType: 'application/json; charset=utf-8',
    status,
    body: new TextEncoder().encode(JSON.stringify(value)),
    headers: { 'cache-control': 'no-store' },
  };
}

function toldOf(error: CityError): { readonly status: number; readonly error: object } {
  const { kind, message } = error;
  if (kind === 'missing')
    return { status: 404, error: { __type: 'Not Found Error', message: `Not found: ${message}` } };
  if (kind === 'forbidden' || kind === 'unauthenticated')
    return { status: 403, error: { __type: 'Authorization Error', message: `Access denied: ${message}` } };
  if (kind === 'invalid' || kind === 'conflict') {
    const problems = error.problems.length > 0 ? error.problems : [{ path: 'message', message }];
    const fields = problems.map((each) => [each.path.split('.').at(-1) ?? 'message', [each.message]]);
    return { status: 409, error: { __type: 'Validation Error', ...Object.fromEntries(fields) } };
  }
  return { status: httpStatus[kind], error: { __type: 'Internal Server Error', message } };
}

export function refusalOf(error: CityError): Binary {
  // CKAN says this one as a bare text.
  if (error.code === 'open-data.unknownAction')
    return jsonReply(`Bad request - Action name not known: ${error.problems[0]?.message ?? ''}`, 400);
  const { status, error: told } = toldOf(error);
  return jsonReply(
    { help: '/api/open-data/ckan/api/3/action/help_show', success: false, error: told },
    status,
  );
}
