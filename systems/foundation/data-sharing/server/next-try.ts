/** When a sending that failed goes again: each pause twice the one before, up to some number of tries; then a person has to look. */
import type { CityError } from '../../../../kernel/errors.ts';
import type { Services } from '../../../../kernel/system.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { setting } from './setting.ts';

const minute = 60_000;
/** Another process leaves a sending alone for so long while one is at it. */
const claimMinutes = 15;
/** No pause is longer than so many of the first. */
const longestPause = 60;
const longestProblem = 300;

export const inTime = (work: Work, milliseconds: number) =>
  new Date(work.now.getTime() + milliseconds).toISOString();

export function claimUntil(work: Work): string {
  return inTime(work, claimMinutes * minute);
}

export interface NextTry {
  readonly tries: number;
  readonly problem: string;
  /** No more tries by itself. */
  readonly over: boolean;
  /** Milliseconds until the next one. */
  readonly wait: number;
}

/** `lasting`: trying again does not mend it. */
export function nextTry(services: Services, before: number, problem: CityError, lasting: boolean): NextTry {
  const tries = before + 1;
  return {
    tries,
    problem: problem.message.slice(0, longestProblem),
    over: lasting || tries >= setting(services, 'push-tries'),
    wait: Math.min(2 ** before, longestPause) * setting(services, 'push-minutes') * minute,
  };
}
