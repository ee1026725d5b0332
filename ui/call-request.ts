/** Builds the address and body of a request from a route's path and its input: pure, so that it can be tested without a server. */

export interface BuiltRequest {
  readonly url: string;
  /** JSON; undefined for GET, and when nothing is left to say after the path. */
  readonly body: string | undefined;
}

/**
 * ':name' parts of the path are taken from the input (RangeError when one is missing or empty). For GET the rest becomes the query:
 * arrays repeat the key, dates go as ISO 8601, objects as 'key.sub', null and undefined are left out. For the other methods the rest is the JSON body.
 */
export function buildRequest(method: string, path: string, input: unknown): BuiltRequest {
  const rest: Record<string, unknown> = isRecord(input) ? { ...input } : {};
  const filled = path.replace(/:([A-Za-z]\w*)/g, (_whole, name: string) => {
    const value = rest[name];
    delete rest[name];
    if (value === undefined || value === null || value === '') throw new RangeError(`路径参数 ${name} 缺失`);
    return encodeURIComponent(textOf(value));
  });
  if (method !== 'GET') {
    if (input !== undefined && !isRecord(input)) return { url: filled, body: JSON.stringify(input) };
    const body = input === undefined ? undefined : JSON.stringify(rest);
    return { url: filled, body };
  }
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) append(query, key, value);
  const text = query.toString();
  return { url: text === '' ? filled : `${filled}?${text}`, body: undefined };
}

function append(query: URLSearchParams, key: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) append(query, key, one);
    return;
  }
  if (isRecord(value)) {
    for (const [name, inner] of Object.entries(value)) append(query, `${key}.${name}`, inner);
    return;
  }
  query.append(key, textOf(value));
}

function textOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
