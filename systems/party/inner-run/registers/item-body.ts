/** What a service item between organs consists of; the shape that page, route and store share. */
import { z } from 'zod';

export const Material = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, '材料编号用小写字母和数字'),
  title: z.string().trim().min(2, '请填写材料名称').max(60),
  required: z.boolean(),
  /** shared: taken from shared data, nobody hands it in. */
  from: z.enum(['applicant', 'shared']),
});
export type Material = z.infer<typeof Material>;

export const PathStep = z.object({
  unit: z.string().min(1, '请选择会办单位').max(80),
  title: z.string().trim().min(2, '请写明会办内容').max(60),
  /** Working days; then silence counts as consent. */
  days: z.number().min(0.5, '会办时限至少半个工作日').max(60),
});
export type PathStep = z.infer<typeof PathStep>;

export const ItemBody = z
  .object({
    title: z.string().trim().min(2, '请填写事项名称').max(80),
    kind: z.string().max(40),
    unit: z.string().min(1, '请选择办理单位').max(80),
    basis: z.string().trim().min(2, '请填写设定依据').max(200),
    legalDays: z.number().int('应为整数').min(1).max(365),
    promisedDays: z.number().int('应为整数').min(1).max(365),
    runsBefore: z.number().int('应为整数').min(0).max(20),
    seal: z.enum(['none', 'official', 'business']),
    materials: z.array(Material).max(20),
    path: z.array(PathStep).max(10),
  })
  .superRefine(({ legalDays, promisedDays, path, unit, materials }, context) => {
    const say = (at: string, message: string) => context.addIssue({ code: 'custom', path: [at], message });
    if (promisedDays > legalDays) say('promisedDays', '承诺时限不能长于法定时限');
    // They work side by side, so the slowest decides.
    const slowest = Math.max(0, ...path.map(({ days }) => days));
    if (slowest >= promisedDays && path.length > 0) say('path', '会办时限应短于承诺时限，留出办理时间');
    if (new Set(path.map((step) => step.unit)).size < path.length) say('path', '会办单位重复');
    if (path.some((step) => step.unit === unit)) say('path', '办理单位不用再会办');
    if (new Set(materials.map(({ key }) => key)).size < materials.length) say('materials', '材料编号重复');
  });
export type ItemBody = z.infer<typeof ItemBody>;
