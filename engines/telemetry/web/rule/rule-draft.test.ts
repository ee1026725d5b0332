/** A rule is what its form says, both ways. */
import { expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { definitionOf, draftOf, emptyRule, numberParts, placeDraft, problemOf } from './rule-draft.ts';

test('a form that lacks something makes no rule', () => {
  expect(definitionOf(emptyRule)).toBeUndefined();
  expect(definitionOf({ ...emptyRule, model: newId() })).toBeUndefined();
});

test('what the form makes fills the form again, and what it does not ask for stays', () => {
  const draft = {
    ...emptyRule,
    name: '水位高',
    model: newId(),
    hold: 10,
    device: newId(),
    opens: {
      type: 'urban-management.case',
      stage: 'accept',
      values: [{ field: 'description', expression: 'alarm.title' }],
      whenClosed: 'note' as const,
      does: 'merge' as const,
      within: 1.5,
    },
    leaves: [
      { kind: 'threshold' as const, property: 'level', is: 'above', value: 5, clear: 4 },
      { kind: 'absence' as const, property: 'level', seconds: 600 },
    ],
  };
  const definition = definitionOf(draft);
  expect(definition?.hold).toBe(600);
  expect(draftOf(draft, definition)).toEqual(draft);
});

const corners = [
  [115.8, 32.8],
  [115.9, 32.8],
  [115.9, 32.9],
];

test('each kind of condition can be written with the numbers that it asks for', () => {
  const directions = { threshold: 'above', rate: 'rises', cusum: 'falls', place: 'dwells' } as Record<
    string,
    string
  >;
  for (const [kind, parts] of Object.entries(numberParts)) {
    const numbers = Object.fromEntries(parts.map((part) => [part.name, part.unit === '次' ? 60 : 3]));
    const leaf = {
      kind,
      property: 'level',
      ...(directions[kind] ? { is: directions[kind] } : {}),
      ...numbers,
      ...(kind === 'event' ? { event: 'overheat' } : {}),
      ...(kind === 'place'
        ? { longitude: 'lon', latitude: 'lat', area: { title: '区', shape: [[corners]] } }
        : {}),
    };
    expect(definitionOf({ ...emptyRule, model: newId(), leaves: [leaf as never] }), kind).toBeDefined();
  }
});

test('where a device stands is no rule by itself, and the form says why', () => {
  const fixed = { ...placeDraft([]), area: { title: '区', shape: [[corners as [number, number][]]] } };
  const draft = { ...emptyRule, model: newId(), leaves: [fixed] };
  expect(problemOf(draft)).toBe('固定设备的位置须与其他条件一起用');
  const joined = [...draft.leaves, { kind: 'threshold' as const, property: 'level', is: 'above', value: 5 }];
  expect(problemOf({ ...draft, leaves: joined })).toBeUndefined();
});
