/** Which links of a case are done, when, and whether in time. Pure. */
import { urbanCase } from '../../case/urban-case.ts';

export interface LinkMark {
  readonly name: string;
  readonly title: string;
  readonly at: string;
  readonly late: boolean;
}

const { process, fields } = urbanCase;

/** In the order in which they happened. */
export function linkMarks(row: Readonly<Record<string, unknown>>): readonly LinkMark[] {
  const titles = fields as unknown as Readonly<Record<string, { readonly title: string }>>;
  return Object.keys(process.marks ?? {})
    .flatMap((name) => {
      const at = row[`${name}At`];
      const title = titles[`${name}At`]?.title.replace(/时间$/, '') ?? name;
      return typeof at === 'string' ? [{ name, title, at, late: row[`${name}Late`] === true }] : [];
    })
    .sort((a, b) => a.at.localeCompare(b.at));
}
