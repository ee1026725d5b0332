/** The contract of a project as a document, from what was agreed and from the settings that bound it. */
import type { Block } from '../../../../../engines/documents/service.ts';
import { documents } from '../../../../../engines/documents/service.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { Terms } from '../../../../../engines/privacy/contract.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { resource } from '../../../data-catalogue/contract.ts';
import { operator } from '../../registers/operator.ts';
import type { projectRoutes } from '../../routes/project-routes.ts';
import { readParties } from '../read-parties.ts';
import { setting } from '../setting.ts';
import { type ProjectRow, seenProject } from './seen-project.ts';

function bounds(context: Context, row: ProjectRow): readonly string[] {
  const terms = Terms.parse(row.terms);
  const fewest = setting(context, 'fewest');
  if (row.method === 'count' || row.method === 'list')
    return [
      `双方以“${terms.person}”为键，用椭圆曲线 P-256 上的隐私求交协议比对；乙方名单只在乙方自己的设备上盲化，不以明文离开乙方。`,
      `一个项目只用一把密钥；名单不少于 ${setting(context, 'list-least')} 个，同一项目两次名单及其命中至少相差 ${setting(context, 'list-apart')} 个，命中不足 ${fewest} 个的不放行。`,
      row.method === 'count' ? '只输出命中数。' : '只向乙方输出其名单中命中的部分，不附任何字段。',
    ];
  if (row.method === 'sum')
    return [
      `${readParties(row.parties).length} 个部门各自在自己的设备上用两两商定的一次性掩码遮住本部门的数，平台只能得到全部合计；任何一方的数不以明文离开本部门。`,
      `合计按组输出，少于 ${fewest} 人的组和与已放行结果相差不足 ${fewest} 人的组不输出；缺席或改数的部门点名留痕，整轮重做。`,
    ];
  const groups = terms.groupings.map(({ field, groups: of }) => `${field}（${of.join('、')}）`).join('；');
  const numbers = terms.numbers
    .map(({ field, low, high, step }) => `${field}：${low} 至 ${high}，步长 ${step}`)
    .join('；');
  return [
    `受保护的主体为“${terms.person}”，每个主体最多计入 ${terms.perPerson} 行。`,
    `可用的分组：${groups || '无'}。可用的数值：${numbers || '无'}。`,
    row.method === 'noisy'
      ? `按差分隐私加噪，全部提问合计 ε 不超过 ${row.epsilon ?? 0}。`
      : `少于 ${fewest} 人的格、最大 ${setting(context, 'largest')} 个超过 ${setting(context, 'percent')}% 的格、与已放行结果相差不足 ${fewest} 人的格不输出。`,
  ];
}

export const contractPaper: Handler<typeof projectRoutes.contractPaper> = async ({ id }, context) => {
  const row = await seenProject(context, id);
  const { db } = context.use(store);
  const rows = context.use(registers);
  const by = await rows.of(operator).trusted.find(db, row.operator);
  const entry = await rows.of(resource).trusted.find(db, row.resource);
  const provider =
    (await context.use(access).departments()).find((each) => each.id === row.provider)?.name ?? row.provider;
  const clauses = [
    ['一、用途', `${row.scene}。依据：${row.basis}。不得用于其他用途，不得尝试识别个人。`],
    ['二、方法和输出', bounds(context, row).join('')],
    ['三、次数和期限', `最多运行 ${row.runs} 次，至 ${row.until} 止。`],
    ['四、审核', '全部输出由甲方非申请方人员审核后放行；不输出自由文本和逐条记录。'],
    ['五、留痕', '授权、运行、预算花费、放行和终止逐条存证，双方均可下载凭证离线核验。'],
    ['六、违约', '违反用途、试图还原他方数据或提供伪造计算的，立即终止，已放行的结果应当删除。'],
    ['七、终止', '期满或终止时销毁中间数据和计算密钥，并形成终止记录。'],
  ] as const;
  const blocks: readonly Block[] = [
    {
      fields: [
        ['甲方（提供部门）', provider],
        ['乙方（运营单位）', `${by?.name ?? ''}　${by?.creditCode ?? ''}`],
        ['授权协议', by?.agreement ?? ''],
        ['数据', `${entry?.name ?? ''}　${entry?.code ?? ''}`],
        ['约定的输出', row.output],
      ],
    },
    ...clauses.flatMap(([heading, text]) => [{ heading }, { text }]),
    ...(row.closing === null ? [] : [{ heading: '终止记录' }, { text: row.closing }]),
  ];
  const body = await context.use(documents).renderPdf({
    title: '公共数据授权使用合同',
    subtitle: `${row.number}　${row.title}　签订于 ${shanghaiDate(new Date(row.createdAt))}`,
    footer: '可用不可见：只出结果，不出原始数据',
    ...(context.use(access).demo ? { watermark: '演示数据' } : {}),
    blocks,
  });
  return { contentType: 'application/pdf', body, fileName: `${row.number}.pdf` };
};
