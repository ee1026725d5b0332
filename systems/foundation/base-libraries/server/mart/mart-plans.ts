/** A mart's declaration → the plan that the lake builds, with its statement and with datasets found by their codes; when builds begin, and who hears of those that fail. */
import { readFile } from 'node:fs/promises';
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import { lake, type MartPlan } from '../../../../../engines/lake/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { findLibrary } from '../../data/libraries.ts';
import { findMart, type Mart, marts } from '../../data/marts.ts';
import { errors } from '../../errors.ts';
import { actor, datasetsByCode } from '../plans.ts';

type Known = ReadonlyMap<string, string>;

function idOf(input: Mart['inputs'][number], known: Known): string | undefined {
  if (input.library !== undefined) return findLibrary(input.library)?.dataset;
  return input.mart === undefined ? known.get(input.dataset ?? '') : findMart(input.mart)?.dataset;
}

export function statementOf(mart: Mart): Promise<string> {
  return readFile(new URL(`../../data/marts/${mart.code}.sql`, import.meta.url), 'utf8');
}

/** Undefined while an input's dataset is defined by nobody. */
async function planFrom(mart: Mart, known: Known): Promise<MartPlan | undefined> {
  const { code: _code, readers: _readers, inputs, ...plan } = mart;
  const found = inputs.flatMap(({ name, title, ...input }) => {
    const dataset = idOf({ name, title, ...input }, known);
    return dataset === undefined ? [] : [{ name, title, dataset }];
  });
  if (found.length < inputs.length) return undefined;
  return { ...plan, inputs: found, sql: await statementOf(mart) };
}

/** Throws base-libraries.noSources. */
export async function martPlanOf(services: Services, mart: Mart): Promise<MartPlan> {
  const known = await datasetsByCode(services);
  const plan = await planFrom(mart, known);
  if (plan !== undefined) return plan;
  const lacking = mart.inputs.filter((input) => idOf(input, known) === undefined);
  throw errors.noSources({ sources: lacking.map((input) => input.title).join('、') });
}

/** Starts those that read this dataset; with none, all of them. */
export async function startMarts(services: Services, reads?: string, work?: Work): Promise<number> {
  const known = await datasetsByCode(services);
  let started = 0;
  for (const mart of marts) {
    if (reads !== undefined && !mart.inputs.some((input) => idOf(input, known) === reads)) continue;
    const plan = await planFrom(mart, known);
    if (plan === undefined) continue;
    await services.use(lake).startMart(plan, actor, work);
    started += 1;
  }
  return started;
}

/** Hears of each batch: marts over what is shown are built, and the owner of one that failed is told why the former stays. */
export async function noteMarts(event: Delivered, given: unknown, services: Services): Promise<void> {
  const { dataset, batch, state } = event.payload as Readonly<Record<'dataset' | 'batch' | 'state', string>>;
  const work = given as Work;
  if (state === 'loaded') await startMarts(services, dataset, work);
  const mart = marts.find((each) => each.dataset === dataset);
  if (state !== 'failed' || mart === undefined) return;
  const about = await services.use(lake).findBatch(batch);
  await services.use(messages).send(work, {
    to: { permission: 'base-libraries:keep', department: mart.owner },
    kind: 'notice',
    link: `/base-libraries/marts/${mart.code}`,
    title: `“${mart.title}”没有更新，仍是原来的版本`,
    body: about?.message ?? '',
    once: `mart:${batch}`,
  });
}
