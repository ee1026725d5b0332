/** The engine's own registers: what holds rows back from destruction, and what was destroyed. */
import { code, defineRegister, integer, moment, text } from '../../../kernel/register.ts';

/** One row is held by an open request or by law (诉讼, 审计, 案件调查); several holds may lie on it. */
export const hold = defineRegister({
  title: '暂缓销毁',
  summary: '因诉讼、审计、调查或未办结的个人请求而到期也不销毁的记录；解除后恢复按期处置',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    register: text({ title: '台账', required: true, filter: true, list: true, maxLength: 200 }),
    row: text({
      title: '记录标识',
      required: true,
      filter: true,
      list: true,
      pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      hint: '记录页地址中的编号',
    }),
    reason: text({ title: '理由和依据', required: true, list: true, maxLength: 300 }),
    source: text({ title: '来源', filter: true, list: true, managed: true, maxLength: 200 }),
    liftedAt: moment({ title: '解除时间', filter: true, list: true }),
  },
  allow: { read: 'watch-retention', write: 'hold-rows' },
  titleField: 'reason',
});

/** Never a value, never an id: only how many, which by digest, by what rule and when. */
export const destruction = defineRegister({
  title: '销毁记录',
  summary: '每一批到期或依请求删除、匿名化的记录：台账、数量、标识摘要、规则和时间，不含任何内容',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '台账', required: true, list: true, maxLength: 200 }),
    register: text({ title: '台账标识', required: true, filter: true, maxLength: 200 }),
    action: code({
      title: '处置方式',
      required: true,
      filter: true,
      list: true,
      codeList: 'retention actions',
    }),
    rows: integer({ title: '记录数', required: true, list: true, unit: '条' }),
    rule: text({ title: '规则', required: true, list: true, maxLength: 500 }),
    ground: text({ title: '缘由', required: true, filter: true, list: true, maxLength: 200 }),
    digest: text({ title: '标识摘要（SM3）', required: true, maxLength: 64 }),
    at: moment({ title: '时间', required: true, filter: true, list: true }),
  },
  allow: { read: 'watch-retention', export: 'watch-retention' },
  titleField: 'title',
  sort: '-at',
});
