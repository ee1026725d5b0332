/** What a stranger sent as JSON that PostgreSQL can keep: it takes neither zero characters nor lone surrogates. */
export function storableJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'null')
    .replaceAll('\\u0000', '\\ufffd')
    .replaceAll(/\\ud[89a-f][0-9a-f]{2}/gi, '\\ufffd');
}
