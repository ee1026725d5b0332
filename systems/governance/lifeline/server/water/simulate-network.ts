/** The day of a network as its model runs it, kept while its file is the same. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import type { waterNetwork } from '../../registers/network.ts';
import { explainRefusal } from '../hydraulics/explain-refusal.ts';
import { hydraulics } from '../hydraulics/hydraulics.ts';
import type { HoursRun, HourState } from '../hydraulics/run-hours.ts';
import { readModelFile } from './read-model-file.ts';

export interface DayOfNetwork {
  readonly inp: string;
  readonly run: HoursRun;
}

const hoursOfDay = 24;
const mostKept = 4;
/** By digest of the model file: equal content runs equally. */
const kept = new Map<string, Promise<DayOfNetwork>>();

async function runDay(services: Services, file: Parameters<typeof readModelFile>[1]): Promise<DayOfNetwork> {
  const inp = await readModelFile(services, file);
  try {
    return { inp, run: await hydraulics({ act: 'run', inp, hours: hoursOfDay }) };
  } catch (problem) {
    const [first] = explainRefusal(problem, inp);
    if (first === undefined) throw problem;
    throw errors.modelUnsolved({ reason: first.reason });
  }
}

export async function simulateDay(
  services: Services,
  network: Pick<Row<typeof waterNetwork>, 'model'>,
): Promise<DayOfNetwork> {
  const [id] = network.model ?? [];
  const file = id === undefined ? undefined : await services.use(store).files.find(id);
  if (file === undefined) throw errors.modelLost();
  const known = kept.get(file.digest);
  if (known !== undefined) return known;
  const made = runDay(services, file);
  kept.set(file.digest, made);
  made.catch(() => kept.delete(file.digest));
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return made;
}

const hour = 3600;
const day = 24 * hour;

/** Which hour of the run shows this hour of the day; the model begins at its own clock. */
export function runHourOf(run: HoursRun, hourOfDay: number): number {
  return (((((hourOfDay * hour - run.startClock) % day) + day) % day) / hour) | 0;
}

export function stateAt(run: HoursRun, hourOfDay: number): HourState | undefined {
  return run.states.find(({ at }) => at === runHourOf(run, hourOfDay) * hour) ?? run.states[0];
}

/** Hour of the day in Shanghai, which has no summer time. */
export function hourOfDay(now: Date): number {
  return (now.getUTCHours() + 8) % 24;
}
