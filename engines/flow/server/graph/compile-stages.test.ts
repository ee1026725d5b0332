/** A staged process and its graph: whatever people try, both do the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseProcess } from '../../../../kernel/case.ts';
import { CityError } from '../../../../kernel/errors.ts';
import { decideStep } from '../step/decide-step.ts';
import { playStep } from '../step/play-step.ts';
import type { CaseState } from '../step/types.ts';
import {
  anyProcess,
  anyTry,
  openStaged,
  stagedFacts,
  targetOf,
  type Try,
} from '../test-support/staged-case.ts';
import { openCase, type Played, tryStep } from '../test-support/token-case.ts';
import { stagedTokens } from '../definition/migrate/staged-tokens.ts';
import { compileStages, startOf } from './compile-stages.ts';
import { openItems } from './token/decide-tokens.ts';

let serial = 0;

interface Pair {
  staged: CaseState;
  readonly graph: Played;
}

/** The code of the refusal, or the entry that both write. */
function playBoth(process: CaseProcess, pair: Pair, one: Try): readonly [unknown, unknown] {
  pair.graph.now = new Date(pair.graph.now.getTime() + one.minutes * 60_000);
  const { now } = pair.graph;
  const by = { id: one.action === 'verb.decide' ? 'decider' : 'me', name: '某人', department: 'unit-a' };
  const shared = { action: one.action, by, opinion: one.opinion ? '理由' : null, unit: one.unit };
  const powers = {
    holds: pair.staged.item !== undefined,
    opened: true,
    sees: true,
    automatic: false,
    may: () => true,
  };
  const step = decideStep(
    process,
    pair.staged,
    {
      ...shared,
      powers,
      person: null,
      files: [],
      values: {},
      target: targetOf(one, pair.staged.requests[0]?.id),
    },
    stagedFacts(now),
  );
  const told = tryStep(pair.graph, { ...shared, target: targetOf(one, pair.graph.state.requests[0]?.id) });
  if (!(step instanceof CityError))
    pair.staged = playStep(pair.staged, step, {
      entry: 'e',
      by: by.id,
      unit: null,
      now,
      newId: () => `s${++serial}`,
    });
  const tell = (it: typeof step | typeof told) => {
    if (it instanceof CityError) return it.code;
    const { notices, entry, asks } = it;
    return { entry, notices, asks: asks?.kind };
  };
  return [tell(step), tell(told)];
}

function shape(
  item:
    | {
        unit: string | null;
        person: string | null;
        claimedBy: string | null;
        createdAt: string;
        dueAt: string | null;
        yellowAt: string | null;
        paused: number;
        urgedAt: string | null;
      }
    | undefined,
) {
  if (item === undefined) return undefined;
  const { unit, person, claimedBy, createdAt, dueAt, yellowAt, paused, urgedAt } = item;
  return { unit, person, claimedBy, createdAt, dueAt, yellowAt, paused, urgedAt };
}

function expectSame(process: CaseProcess, pair: Pair, one: Try): void {
  const [staged, graph] = playBoth(process, pair, one);
  expect([one.action, graph]).toEqual([one.action, staged]);
  expect(pair.graph.state.row).toEqual(pair.staged.row);
  const open = openItems(pair.graph.state.tokens);
  expect(open.length).toBe(pair.staged.item === undefined ? 0 : 1);
  expect(shape(open[0])).toEqual(shape(pair.staged.item));
  expect(pair.graph.state.requests.map((each) => each.kind)).toEqual(
    pair.staged.requests.map((each) => each.kind),
  );
}

const tries = fc.array(anyTry(0), { maxLength: 25 });

function openPair(process: CaseProcess): Pair {
  const model = compileStages(process, '测试');
  return { staged: openStaged(process), graph: openCase(model, startOf('stage0')) };
}

test('同一流程按环节办和按图办,每一步都一样', () => {
  fc.assert(
    fc.property(anyProcess, tries, (process, all) => {
      const pair = openPair(process);
      for (const one of all) expectSame(process, pair, one);
    }),
    { numRuns: 600 },
  );
});

test('按环节办到一半转到图上,后面每一步还是一样', () => {
  fc.assert(
    fc.property(anyProcess, tries, fc.nat(25), (process, all, at) => {
      const pair = openPair(process);
      for (const [index, one] of all.entries()) {
        const moved = index === at ? stagedTokens(pair.staged) : undefined;
        if (moved !== undefined) pair.graph.state = moved;
        expectSame(process, pair, one);
      }
    }),
    { numRuns: 600 },
  );
});

test('已办结的件不转', () => {
  const [process] = fc.sample(anyProcess, { numRuns: 1, seed: 1 });
  if (process === undefined) throw new Error('no process');
  expect(stagedTokens({ ...openStaged(process), item: undefined })).toBeUndefined();
});
