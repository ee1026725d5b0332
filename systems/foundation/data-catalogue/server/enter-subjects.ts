/** Every table of the subject layer enters the catalogue by itself once it is built, mounted on its rows, under the class that its declaration names. */
import type { Delivered, Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { fieldsOfMart, fieldsOfSubject } from '../../../../engines/lake/contract.ts';
import { lake, type LakeField, type MartPlan, type SubjectPlan } from '../../../../engines/lake/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { conditions, enter, shareTypes } from './enter-registers.ts';
import { gradeEntries } from './grading/grade-entries.ts';
import { ofDepartment } from './of-department.ts';
import { dataTypes } from './publish-filing.ts';

/** 更新周期 of the national guide: it follows its sources, each day. */
const daily = '2';

function entryOf(services: Services, plan: SubjectPlan | MartPlan, fields: readonly LakeField[]) {
  const items = fields.map((field) => ({
    name: field.name,
    title: field.title,
    type: dataTypes[field.type],
    class: field.class,
  }));
  const shareType = shareTypes[plan.share];
  return {
    name: plan.title,
    provider: plan.owner,
    providerCode: ofDepartment(services.use(access).findDepartment(plan.owner)).creditCode,
    classCode: plan.category.slice(0, 1),
    itemCode: plan.category,
    abstract: plan.summary,
    format: '0200',
    shareType,
    shareCondition: conditions[shareType],
    shareModes: shareType === '3' ? [] : ['api', 'file'],
    openType: shareTypes[plan.open],
    openCondition: plan.open === 'conditional' ? '由责任部门审核' : null,
    cycle: daily,
    items,
    itemWords: items.map((item) => item.title).join(' '),
    target: `dataset:${plan.dataset}`,
  };
}

async function findEntry(services: Services, dataset: string) {
  const [subject, mart] = [await services.use(lake).subject(dataset), await services.use(lake).mart(dataset)];
  if (subject !== undefined) return { plan: subject.plan, fields: fieldsOfSubject(subject.plan) };
  return mart === undefined ? undefined : { plan: mart.plan, fields: fieldsOfMart(mart.plan) };
}

/** Hears of each batch that is shown; one of the other layers is not its business. */
export async function enterSubject(event: Delivered, given: unknown, services: Services): Promise<void> {
  const { dataset, state } = event.payload as { readonly dataset: string; readonly state: string };
  if (state !== 'loaded') return;
  const found = await findEntry(services, dataset);
  if (found === undefined || services.use(access).findDepartment(found.plan.owner) === undefined) return;
  const work = given as Work;
  const entry = entryOf(services, found.plan, found.fields);
  await enter(services, work, entry, 'subject');
  // It may be made of other columns than before.
  await gradeEntries(services, work, 'data-catalogue', new Set([entry.target]));
}
