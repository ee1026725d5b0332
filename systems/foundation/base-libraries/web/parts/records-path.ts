/** Address of the records behind a number. A number of a person is never part of it. */
import type { RecordFilter } from '../../routes/record-routes.ts';

const names = ['area', 'inSource', 'notInSource', 'lacks', 'conflict'] as const;

export function recordsPath(code: string, filter: RecordFilter): string {
  const query = new URLSearchParams();
  for (const name of names) {
    const value = filter[name];
    if (value !== undefined) query.set(name, value);
  }
  if (filter.ended !== undefined) query.set('ended', String(filter.ended));
  return `/base-libraries/${code}/records?${query.toString()}`;
}

export function filterOf(query: URLSearchParams): RecordFilter {
  const ended = query.get('ended');
  return {
    ...Object.fromEntries(
      names.flatMap((name) => {
        const value = query.get(name);
        return value === null ? [] : [[name, value]];
      }),
    ),
    ...(ended === null ? {} : { ended: ended === 'true' }),
  };
}
