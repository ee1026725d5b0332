/** The audit as a way out: read by its administrator, let out only by the security administrator, so that neither alone carries it away. */
import type { Principal } from '../../../../kernel/access.ts';
import { auditFields } from '../../../../kernel/audit-line.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { AuditFilter } from '../../routes/audit-routes.ts';
import { accessErrors } from '../../errors.ts';
import type { Exit, ExitWish } from '../../exits.ts';
import { exportLines, type ExportDeps } from '../audit/export-lines.ts';
import { findLines } from '../audit/list-lines.ts';

/** Whose time of keeping and secrecy it is. */
const owner = 'city-data-resources';

/** Who did something and from where tells of persons; the rest are codes and ids. */
const personal: ReadonlySet<string> = new Set(['subject', 'address', 'objectId', 'detail']);

const titles = {
  subject: '操作人',
  module: '模块',
  event: '操作',
  objectId: '对象',
  from: '起',
  to: '止',
} as const;

function filterOf({ query }: ExitWish): AuditFilter {
  const read = AuditFilter.safeParse(query.where ?? {});
  if (!read.success) throw commonErrors.invalid({}, [{ path: 'where', message: '查询条件不正确' }]);
  return read.data;
}

/** Whose lines were looked for is not told to the page; that somebody was looked for is. */
function conditionsOf(filter: AuditFilter): string {
  const hidden = new Set(['subject', 'objectId']);
  const parts = Object.entries(titles).flatMap(([name, title]) => {
    const value = filter[name as keyof typeof titles];
    return value === '' ? [] : [`${title}：${hidden.has(name) ? '（值已隐去）' : value}`];
  });
  return parts.length === 0 ? '没有条件：全部记录' : parts.join('；');
}

export function auditExit(deps: ExportDeps, requireReader: (principal: Principal) => void): Exit {
  return {
    title: '审计记录及凭证',
    owner,
    approve: 'access:approve-audit-exports',
    ownForm: true,
    async plan({ principal }, wish) {
      requireReader(principal);
      const filter = filterOf(wish);
      const most = deps.store.settings.value('access.audit-export-lines');
      const rows = (await findLines(deps.store, filter, most)).length;
      if (rows > most) throw accessErrors.auditExportLarge({ most });
      return {
        rows,
        fields: auditFields.map(({ name, title }) => ({
          name,
          title,
          class: personal.has(name) ? ('personal' as const) : ('internal' as const),
          masked: false,
        })),
        reasons: ['审计记录离开本市，一律由安全管理员审批'],
        conditions: conditionsOf(filter),
      };
    },
    async make({ principal }, wish, markOf) {
      requireReader(principal);
      const { file, rows } = await exportLines(deps, principal, filterOf(wish), markOf);
      return { contentType: 'application/zip', body: file, fileName: '审计记录及凭证.zip', rows };
    },
  };
}
