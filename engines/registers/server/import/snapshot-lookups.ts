/** The lookups of a worker thread: code lists and departments as they were when the import began, places from a module. */
import { systemClock } from '../../../../kernel/clock.ts';
import type { CodeEntry } from '../../service.ts';
import { codeQuestions, indexEntries } from '../code-list/index-entries.ts';
import type { Lookups, Named } from '../field/lookups.ts';

export interface PlacesModule {
  readonly findArea: (code: string) => Named | undefined;
  readonly findAreaCode?: (name: string) => string | undefined;
  readonly locate: (lon: number, lat: number) => string | undefined;
}

export interface Snapshot {
  readonly codes: readonly CodeEntry[];
  readonly departments: readonly (readonly [id: string, name: string])[];
  readonly departmentIds: ReadonlyMap<string, string>;
}

export function snapshotLookups(snapshot: Snapshot, places: PlacesModule): Lookups {
  const lists = indexEntries(snapshot.codes);
  const questions = codeQuestions(() => lists, systemClock);
  const departments = new Map(snapshot.departments.map(([id, name]) => [id, { name }]));
  return {
    findArea: places.findArea,
    findAreaCode: (name) => places.findAreaCode?.(name),
    findDepartment: (id) => departments.get(id),
    findDepartmentId: (name) => snapshot.departmentIds.get(name) || undefined,
    locate: places.locate,
    hasCode: questions.has,
    findCode: questions.findByName,
    codeName: questions.nameOf,
  };
}
