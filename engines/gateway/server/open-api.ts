/** OpenAPI 3.1 of all contracts, made from the same schemas that guard the routes. */
import { z } from 'zod';
import type { AnyContract, Endpoint } from '../../../kernel/contract.ts';

type JsonObject = Record<string, unknown>;

export function jsonSchema(schema: unknown, io: 'input' | 'output'): JsonObject {
  const made = z.toJSONSchema(schema as z.ZodType, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as JsonObject;
  delete made['$schema'];
  return made;
}

function accessSentence(contract: AnyContract, route: Endpoint): string {
  if ('allow' in route)
    return `需要权限:${contract.permissions[route.allow] ?? route.allow}(${contract.id}:${route.allow})`;
  if ('decidedBy' in route) return `由所访问对象(${route.decidedBy})的声明决定权限`;
  if ('signedInBecause' in route) return `登录后可用:${route.signedInBecause}`;
  return `无需登录:${route.publicBecause}`;
}

function parametersOf(route: Endpoint, input: JsonObject): readonly JsonObject[] {
  const given = (input['properties'] ?? {}) as Record<string, JsonObject>;
  const asked = route.dialect === undefined ? given : (given['query']?.['properties'] ?? {});
  const properties: Record<string, unknown> = { ...given, ...asked };
  const required = (input['required'] ?? []) as readonly string[];
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  const inQuery = route.method === 'GET' || route.dialect !== undefined ? Object.keys(asked) : [];
  const names = [...inPath, ...inQuery.filter((name) => !inPath.includes(name))];
  return names.map((name) => ({
    name,
    in: inPath.includes(name) ? 'path' : 'query',
    required: inPath.includes(name) || required.includes(name),
    schema: properties[name] ?? {},
  }));
}

const errorReply = {
  description: '出错：稳定的错误码与中文说明',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
};

function operation(contract: AnyContract, name: string, route: Endpoint): JsonObject {
  const input = jsonSchema(route.input, 'input');
  const { body = input } = route.dialect === undefined ? {} : (input['properties'] as { body?: JsonObject });
  const reply =
    route.output === 'binary'
      ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
      : { 'application/json': { schema: jsonSchema(route.output, 'output') } };
  return {
    operationId: `${contract.id}.${name}`,
    summary: route.title,
    description: accessSentence(contract, route),
    tags: [contract.title],
    parameters: parametersOf(route, input),
    ...(route.method === 'GET'
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: { 200: { description: '成功', content: reply }, default: errorReply },
    ...('publicBecause' in route ? { security: [] } : {}),
  };
}

export function makeOpenApi(contracts: readonly AnyContract[], version: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const contract of contracts) {
    for (const [name, route] of Object.entries(contract.routes as Readonly<Record<string, Endpoint>>)) {
      const path = route.path.replace(/:(\w+)/g, '{$1}');
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(contract, name, route) };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '数字阜阳接口',
      version,
      description: '非安全方法(POST、PATCH、DELETE)须带请求头 x-city-request: 1。',
    },
    tags: contracts.map((contract) => ({ name: contract.title })),
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'city_session' } },
      schemas: {
        Error: {
          type: 'object',
          required: ['code', 'message', 'traceId'],
          properties: {
            code: { type: 'string', description: '稳定的错误码' },
            message: { type: 'string' },
            problems: {
              type: 'array',
              items: {
                type: 'object',
                properties: { path: { type: 'string' }, message: { type: 'string' } },
              },
            },
            traceId: { type: 'string' },
          },
        },
      },
    },
  };
}
