/** The list state of a page, read from and written to the address. */
import type { TablePaginationConfig } from 'antd/es/table';
import type { SorterResult } from 'antd/es/table/interface';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { type ListDefaults, type ListState, readListState, writeListState } from './list-state.ts';

export interface HeldListState {
  readonly state: ListState;
  readonly change: (part: Partial<ListState>) => void;
  readonly filter: (where: Readonly<Record<string, string>>) => void;
  readonly search: (text: string) => void;
  /** Page, size or order changed in the table. */
  readonly turn: <R>(page: TablePaginationConfig, sorter: SorterResult<R> | undefined) => void;
}

export function useListState(defaults?: ListDefaults): HeldListState {
  const [address, setAddress] = useSearchParams();
  const text = address.toString();
  const fixed = JSON.stringify(defaults ?? {});
  const state = useMemo(
    () => readListState(new URLSearchParams(text), JSON.parse(fixed) as ListDefaults),
    [text, fixed],
  );
  const change = useCallback(
    (part: Partial<ListState>) => {
      const next = writeListState(
        new URLSearchParams(text),
        { ...state, ...part },
        JSON.parse(fixed) as ListDefaults,
      );
      setAddress(next, { replace: true });
    },
    [text, fixed, state, setAddress],
  );
  return {
    state,
    change,
    filter: (where) => change({ where, page: 1 }),
    search: (words) => change({ search: words.trim() || undefined, page: 1 }),
    turn: (page, sorter) => {
      const size = page.pageSize ?? state.size;
      const key = sorter?.columnKey === undefined ? undefined : String(sorter.columnKey);
      const sort = key && sorter?.order ? `${sorter.order === 'descend' ? '-' : ''}${key}` : defaults?.sort;
      const same = size === state.size && sort === state.sort;
      change({ size, sort, page: same ? (page.current ?? 1) : 1 });
    },
  };
}
