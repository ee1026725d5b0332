/** Where the form kit gets codes, areas, departments, names and the map from: the shell hands them in, so that ui knows no engine. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Point } from '../kernel/register.ts';

export interface CodeOption {
  readonly code: string;
  readonly name: string;
  readonly parent?: string | null;
  readonly tone?: string;
  /** 'jing gai', for search; matched by pinyin in the browser when absent. */
  readonly pinyin?: string;
}

export interface AreaOption {
  /** 12 digits, or 15 for a unit grid. */
  readonly code: string;
  readonly name: string;
  /** Has nothing below it. */
  readonly leaf: boolean;
}

export interface DepartmentOption {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly parent: string | null;
  readonly area?: string;
  readonly pinyin?: string;
}

export interface SubjectOption {
  readonly id: string;
  readonly name: string;
  readonly department?: string;
}

/** Every part may be absent: its inputs then show the bare value. All may throw CallError. */
export interface Sources {
  readonly codes?: (list: string) => Promise<readonly CodeOption[]>;
  /** Directly below the area; the city itself when undefined is given. */
  readonly areas?: (parent: string | undefined) => Promise<readonly AreaOption[]>;
  readonly areaNames?: (codes: readonly string[]) => Promise<Readonly<Record<string, string>>>;
  readonly departments?: () => Promise<readonly DepartmentOption[]>;
  readonly subjectNames?: (ids: readonly string[]) => Promise<Readonly<Record<string, string>>>;
  readonly subjects?: (text: string) => Promise<readonly SubjectOption[]>;
  /** Rows of a register, by title: for ref fields. */
  readonly rows?: (
    register: string,
    text: string,
  ) => Promise<readonly { readonly id: string; readonly title: string }[]>;
  readonly rowTitles?: (
    register: string,
    ids: readonly string[],
  ) => Promise<Readonly<Record<string, string>>>;
  /** Address of a MapLibre style without glyphs and sprite; undefined draws a plain ground. */
  readonly mapStyle?: string;
  /** Names of files, for lists of attachments; content is at fileUrl. */
  readonly fileInfo?: (
    ids: readonly string[],
  ) => Promise<Readonly<Record<string, { name: string; contentType: string; size: number }>>>;
  readonly reverse?: (
    point: Point,
  ) => Promise<{ readonly area: string | undefined; readonly address: string | undefined }>;
}

export const SourcesContext = createContext<Sources>({});

export function useSources(): Sources {
  return useContext(SourcesContext);
}

const longFresh = 5 * 60_000;

export function useCodes(list: string | undefined): readonly CodeOption[] {
  const { codes } = useSources();
  const asked = useQuery({
    queryKey: ['source', 'codes', list],
    queryFn: () => codes?.(list ?? '') ?? [],
    enabled: list !== undefined && codes !== undefined,
    staleTime: longFresh,
  });
  return asked.data ?? [];
}

export function useDepartments(): readonly DepartmentOption[] {
  const { departments } = useSources();
  const asked = useQuery({
    queryKey: ['source', 'departments'],
    queryFn: () => departments?.() ?? [],
    enabled: departments !== undefined,
    staleTime: longFresh,
  });
  return asked.data ?? [];
}

type NameSource = 'areaNames' | 'subjectNames';

/** Names of one area or subject; asked one by one here, joined into few requests by the shell. */
export function useName(source: NameSource, id: string | null | undefined): string | undefined {
  return useNames(source, id ? [id] : [])[id ?? ''];
}

export function useNames(source: NameSource, ids: readonly string[]): Readonly<Record<string, string>> {
  const find = useSources()[source];
  const asked = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['source', source, id],
      queryFn: async () => (await find?.([id]))?.[id] ?? null,
      enabled: find !== undefined,
      staleTime: longFresh,
    })),
  });
  const names: Record<string, string> = {};
  ids.forEach((id, index) => {
    const name = asked[index]?.data;
    if (name) names[id] = name;
  });
  return names;
}

export function useRowTitle(register: string | undefined, id: string | null | undefined): string | undefined {
  const { rowTitles } = useSources();
  const asked = useQuery({
    queryKey: ['source', 'row', register, id],
    queryFn: async () => (await rowTitles?.(register ?? '', [id ?? '']))?.[id ?? ''] ?? null,
    enabled: Boolean(register && id && rowTitles),
    staleTime: longFresh,
  });
  // A row that one may not see has no title, and none will come.
  if (asked.isError || asked.data === null) return '—';
  return asked.data;
}
