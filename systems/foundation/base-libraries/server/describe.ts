/** Fields and sources of a library as pages show them. */
import { isMasked, type FieldClass } from '../../../../kernel/access.ts';
import type { Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { candidatesOf, subjectRules } from '../../../../engines/lake/contract.ts';
import { lake, type SubjectPlan, type SubjectSummary } from '../../../../engines/lake/service.ts';

export function departmentName(services: Services, id: string): string {
  return services.use(access).findDepartment(id)?.shortName ?? id;
}

function ruleText(field: SubjectPlan['fields'][number]): string {
  return field.rule === 'quorum' ? `${field.least}家以上一致才取值` : subjectRules[field.rule];
}

export function showFields(plan: SubjectPlan, clearance: FieldClass) {
  return plan.fields.map((field) => ({
    name: field.name,
    title: field.title,
    type: field.type,
    class: field.class,
    key: field.key,
    rule: field.key ? '主键' : ruleText(field),
    order: candidatesOf(plan, field).map((index) => plan.sources[index]?.title ?? ''),
    masked: isMasked(field.class, clearance),
  }));
}

export async function showSources(services: Services, plan: SubjectPlan, summary: SubjectSummary) {
  const states = await services.use(lake).findDatasets(plan.sources.map((source) => source.dataset));
  return plan.sources.map((source, index) => ({
    id: source.id,
    title: source.title,
    department: source.department,
    departmentName: departmentName(services, source.department),
    dataset: source.dataset,
    refreshedAt: states.find((state) => state.id === source.dataset)?.refreshedAt ?? null,
    rows: summary.given[index]?.rows ?? 0,
    rejected: summary.given[index]?.rejected ?? 0,
  }));
}
