/** 匹配建议: published entries that share words with a need, the rarer the word the more it counts. */
import type { Context } from '../../../../kernel/system.ts';
import { flow } from '../../../../engines/flow/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { search } from '../../../../engines/search/service.ts';
import { resource } from '../../data-catalogue/contract.ts';
import { demand } from '../case/demand.ts';

const mostWords = 16;
const looked = 50;
const shown = 10;

export async function suggestEntries(context: Context, id: string) {
  const row = await context.use(flow).read(context.principal, demand, id);
  const words = context
    .use(search)
    .tokens(`${row.title} ${row.content}`, 'query')
    .filter((word) => [...word].length > 1)
    .slice(0, mostWords);
  const found = new Map<
    string,
    {
      readonly entry: {
        id: string;
        name: string;
        provider: string;
        shareType: string;
        mounted: boolean | null;
      };
      score: number;
      readonly words: string[];
    }
  >();
  for (const word of new Set(words)) {
    const { rows, total } = await context
      .use(registers)
      .of(resource)
      .list(context.principal, { search: word, where: { status: 'published' }, size: looked });
    for (const { id: key, name, provider, shareType, mounted } of rows) {
      const known = found.get(key) ?? {
        entry: { id: key, name, provider, shareType, mounted },
        score: 0,
        words: [],
      };
      known.score += 1 / Math.log2(2 + total);
      known.words.push(word);
      found.set(key, known);
    }
  }
  return [...found.values()]
    .toSorted((one, other) => other.score - one.score)
    .slice(0, shown)
    .map(({ entry, words: matched }) => ({ ...entry, mounted: entry.mounted === true, words: matched }));
}
