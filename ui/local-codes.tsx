/** Gives the form kit the few fixed words of one page (states, kinds) as if they were a code list, beside the city's own lists. */
import { type ReactNode, useMemo } from 'react';
import { type CodeOption, SourcesContext, useSources } from './sources.ts';

export type LocalLists = Readonly<Record<string, readonly CodeOption[]>>;

/** Keep `lists` the same between renders (a constant of the module). */
export function LocalCodes(props: { readonly lists: LocalLists; readonly children: ReactNode }): ReactNode {
  const sources = useSources();
  const { lists } = props;
  const joined = useMemo(
    () => ({
      ...sources,
      codes: (list: string) => {
        const own = lists[list];
        return own === undefined ? (sources.codes?.(list) ?? Promise.resolve([])) : Promise.resolve(own);
      },
    }),
    [sources, lists],
  );
  return <SourcesContext value={joined}>{props.children}</SourcesContext>;
}
